package main

import "testing"

func TestBuckets(t *testing.T) {
	if duration == nil {
		t.Fatal("nothing measures")
	}
}
