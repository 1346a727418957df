// What promhttp's handlers say when two good requests, a 500 and a 404 went through them.
package main

import (
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	registry := prometheus.NewRegistry()
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds", Help: "Time to answer.", Buckets: prometheus.DefBuckets,
	}, []string{"code", "method"})
	registry.MustRegister(duration)
	app := http.NewServeMux()
	app.HandleFunc("/items/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	app.HandleFunc("/fail", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	measured := promhttp.InstrumentHandlerDuration(duration, app)
	for _, path := range []string{"/items/1", "/items/2", "/fail", "/missing"} {
		measured.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	answer := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	os.Stdout.Write(answer.Body.Bytes())
}
