package api

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// Router answers for the parcels.
func Router() http.Handler {
	r := chi.NewRouter()
	r.Route("/internal", func(r chi.Router) {
		r.Get("/livez", ok)
		r.Get("/readyz", ok)
	})
	r.Get("/parcels/{id}", ok)
	return r
}

func ok(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
