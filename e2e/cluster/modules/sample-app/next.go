package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Given by the sidecar of a pod to its application, in milliseconds since 1970; whoever passes it on is cut by it.
const deadlineHeader = "x-faultline-deadline"

// How many milliseconds are left until the deadline of a request; empty without one.
func leftOf(header http.Header) string {
	at, err := strconv.ParseInt(header.Get(deadlineHeader), 10, 64)
	if err != nil {
		return ""
	}
	return " " + strconv.FormatInt(at-time.Now().UnixMilli(), 10)
}

// Says which pod this is, or what the next server says.
func answering(next string, passesOn bool) http.HandlerFunc {
	if next == "" {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, pod()) }
	}
	return func(w http.ResponseWriter, r *http.Request) {
		request, err := http.NewRequestWithContext(r.Context(), r.Method, next+r.URL.RequestURI(), nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if deadline := r.Header.Get(deadlineHeader); passesOn && deadline != "" {
			request.Header.Set(deadlineHeader, deadline)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer response.Body.Close()
		w.WriteHeader(response.StatusCode)
		_, _ = io.Copy(w, response.Body)
	}
}
