package main

import (
	"context"
	"net/http"
	"strconv"
)

// Who works on calls: one at a time each. Nobody at all stands for a server without a limit.
type staff chan struct{}

func staffOf(workers string) staff {
	if count, err := strconv.Atoi(workers); err == nil && count > 0 {
		return make(staff, count)
	}
	return nil
}

// Who is at work does not notice that a caller has left, as in most servers that block: that is how overload makes one
// useless.
func (s staff) working(next http.HandlerFunc) http.HandlerFunc {
	if s == nil {
		return next
	}
	return func(w http.ResponseWriter, r *http.Request) {
		s <- struct{}{}
		defer func() { <-s }()
		next(w, r.WithContext(context.WithoutCancel(r.Context())))
	}
}
