package main

import (
	"net/http/httptest"
	"testing"
)

func TestHello(t *testing.T) {
	answer := httptest.NewRecorder()
	hello(answer, httptest.NewRequest("GET", "/", nil))
	if answer.Body.String() != "hello\n" {
		t.Fatal(answer.Body.String())
	}
}
