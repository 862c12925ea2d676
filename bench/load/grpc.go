package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

const discovery = "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"

// Stream is one gRPC stream of messages as they are on the wire, on a connection of its own as every proxy has one.
// Source: gRPC over HTTP/2.
type Stream struct {
	send     *io.PipeWriter
	answers  *bufio.Reader
	answered chan result
	body     io.Closer
	received *atomic.Int64
}

type result struct {
	answer *http.Response
	err    error
}

// openStream asks for nothing yet; a server may answer with its headers only when it has something to say.
func openStream(ctx context.Context, address string, trusted *x509.CertPool, token string) (*Stream, error) {
	received := &atomic.Int64{}
	transport := &http.Transport{
		TLSClientConfig:    &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS13},
		ForceAttemptHTTP2:  true,
		DisableCompression: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return &counted{connection, received}, err
		},
	}
	from, to := io.Pipe()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+address+discovery, from)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/grpc")
	request.Header.Set("TE", "trailers")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	stream := &Stream{send: to, answered: make(chan result, 1), received: received}
	go func() {
		answer, err := transport.RoundTrip(request)
		if err != nil {
			from.CloseWithError(err)
		}
		stream.answered <- result{answer, err}
	}()
	return stream, nil
}

// counted counts what comes over a connection, with all that TLS and HTTP/2 put around it.
type counted struct {
	net.Conn
	received *atomic.Int64
}

func (connection *counted) Read(into []byte) (int, error) {
	count, err := connection.Conn.Read(into)
	connection.received.Add(int64(count))
	return count, err
}

func (stream *Stream) write(message []byte) error {
	_, err := stream.send.Write(framed(message))
	return err
}

// read waits for the next message; only one goroutine may.
func (stream *Stream) read() ([]byte, error) {
	if stream.answers == nil {
		first := <-stream.answered
		if first.err != nil {
			return nil, first.err
		}
		if code := first.answer.Header.Get("Grpc-Status"); first.answer.StatusCode != http.StatusOK || code != "" {
			return nil, fmt.Errorf("stream refused: %s, gRPC status %s %s", first.answer.Status, code,
				first.answer.Header.Get("Grpc-Message"))
		}
		stream.body = first.answer.Body
		stream.answers = bufio.NewReader(first.answer.Body)
	}
	return unframed(stream.answers)
}

func (stream *Stream) close() {
	_ = stream.send.Close()
}

// framed puts before a message that it is not compressed, and how long it is.
func framed(message []byte) []byte {
	frame := make([]byte, 5, 5+len(message))
	binary.BigEndian.PutUint32(frame[1:], uint32(len(message)))
	return append(frame, message...)
}

func unframed(from io.Reader) ([]byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return nil, err
	}
	if head[0] != 0 {
		return nil, fmt.Errorf("a compressed message, which nobody asked for")
	}
	message := make([]byte, binary.BigEndian.Uint32(head[1:]))
	_, err := io.ReadFull(from, message)
	return message, err
}
