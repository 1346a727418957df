package main

import (
	"log"
	"net/http"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

var duration = prometheus.NewHistogramVec(prometheus.HistogramOpts{
	Name:    "hello_request_duration_seconds",
	Help:    "Time to answer a request.",
	Buckets: []float64{0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5},
}, []string{"code", "method"})

func main() {
	prometheus.MustRegister(duration)
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.Handle("GET /metrics", promhttp.Handler())
	mux.HandleFunc("GET /", hello)
	log.Fatal(http.ListenAndServe(":"+port, promhttp.InstrumentHandlerDuration(duration, mux)))
}

func hello(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Accept") == "text/plain" {
		w.Header().Set("Content-Type", "text/plain")
	}
	_, _ = w.Write([]byte("hello\n"))
}
