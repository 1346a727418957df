package main

import (
	"net/http"

	"example.com/parcels/internal/api"
)

func main() {
	server := &http.Server{Addr: ":9000", Handler: api.Router()}
	_ = server.ListenAndServe()
}
