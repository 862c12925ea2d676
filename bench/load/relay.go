package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Relay stands between real Envoys and the operator, since an Envoy tells only its server what it has accepted.
// It passes on every message as it is, with the Envoy's own token.
type Relay struct {
	operator string
	trusted  *x509.CertPool
	heard    func(Arrival)
	streams  atomic.Int64
	failed   func(error)
}

// serve until the context ends.
func (relay *Relay) serve(ctx context.Context, address, certificate, key string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: relay, ReadHeaderTimeout: patience}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	go func() { _ = server.ServeTLS(listener, certificate, key) }()
	return nil
}

func (relay *Relay) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	token := request.Header.Get("Authorization")
	upstream, err := openStream(request.Context(), relay.operator, relay.trusted, token[min(len("Bearer "), len(token)):])
	if err != nil {
		relay.failed(err)
		return
	}
	defer upstream.close()
	answer.Header().Set("Content-Type", "application/grpc")
	answer.Header().Set("Trailer", "Grpc-Status")
	answer.WriteHeader(http.StatusOK)
	_ = http.NewResponseController(answer).Flush()
	relay.streams.Add(1)
	sent := make(chan []byte, 64)
	go relay.up(request, upstream, sent)
	if err := relay.down(answer, upstream, sent); err != nil && request.Context().Err() == nil {
		relay.failed(fmt.Errorf("a real Envoy's stream ended: %w", err))
	}
	answer.Header().Set("Grpc-Status", "0")
}

func (relay *Relay) down(answer http.ResponseWriter, upstream *Stream, sent chan<- []byte) error {
	for {
		message, err := upstream.read()
		if err != nil {
			return err
		}
		sent <- message
		if _, err := answer.Write(framed(message)); err != nil {
			return err
		}
		if err := http.NewResponseController(answer).Flush(); err != nil {
			return err
		}
	}
}

// up notes what is accepted; a refusal ends the run, as nothing here is there to be refused.
func (relay *Relay) up(request *http.Request, upstream *Stream, sent <-chan []byte) {
	open := map[string][]byte{}
	for {
		message, err := unframed(request.Body)
		if err != nil {
			return
		}
		at := time.Now()
		if upstream.write(message) != nil {
			return
		}
		for waiting := true; waiting; {
			select {
			case response := <-sent:
				open[text(response, responseNonce)] = response
			default:
				waiting = false
			}
		}
		for _, problem := range find(message, requestError) {
			relay.failed(fmt.Errorf("a real Envoy refuses what it got: %s", text(problem, errorMessage)))
		}
		nonce := text(message, requestNonce)
		if response, found := open[nonce]; found {
			delete(open, nonce)
			relay.heard(arrivalOf(response, at))
		}
	}
}
