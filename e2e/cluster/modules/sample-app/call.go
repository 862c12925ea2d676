package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	neturl "net/url"
	"strings"
	"time"
)

// One client with one connection of its own. Call gives what was answered and, unless the answer was a good one, why not.
type caller interface {
	Call(ctx context.Context) (string, error)
	Close()
}

// The call went well, but only at Go's second try: its connection had been closed meanwhile. Not every client tries again.
var errRepeated = errors.New("the connection was closed under the request")

// Without keep, every call has a new connection.
func callerOf(url string, keep bool) (caller, error) {
	target, err := neturl.Parse(url)
	if err != nil {
		return nil, err
	}
	switch target.Scheme {
	case "http", "https":
		return newHTTPCaller(url, protocols(true, false), keep), nil
	case "h2c":
		return newHTTPCaller("http"+strings.TrimPrefix(url, "h2c"), protocols(false, true), keep), nil
	case "grpc":
		return &grpcCaller{host: target.Host, keep: keep}, nil
	case "tcp":
		return &tcpCaller{host: target.Host, keep: keep}, nil
	default:
		return nil, fmt.Errorf("%s begins with neither http://, https://, h2c://, grpc:// nor tcp://", url)
	}
}

type httpCaller struct {
	url       string
	client    http.Client
	transport *http.Transport
	keep      bool
}

func newHTTPCaller(url string, wanted *http.Protocols, keep bool) caller {
	transport := &http.Transport{
		MaxConnsPerHost: 1, DisableKeepAlives: !keep, Protocols: wanted,
		// Whoever asks by HTTPS asks whether he gets through, not to whom.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}
	return &httpCaller{url, http.Client{Transport: transport}, transport, keep}
}

func (c *httpCaller) Call(ctx context.Context) (string, error) {
	var tries int
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { tries++ }})
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url, nil)
	if err != nil {
		return "", err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	answer := strings.TrimSpace(string(body))
	switch {
	case err != nil:
		return answer, err
	case response.StatusCode/100 != 2:
		return answer, fmt.Errorf("%s answered %s", c.url, response.Status)
	case tries > 1:
		return answer, errRepeated
	}
	return answer, nil
}

func (c *httpCaller) Close() { c.transport.CloseIdleConnections() }

type tcpCaller struct {
	host       string
	keep       bool
	connection net.Conn
	lines      *bufio.Reader
}

func (c *tcpCaller) Call(ctx context.Context) (answer string, err error) {
	if c.connection == nil {
		if c.connection, err = (&net.Dialer{}).DialContext(ctx, "tcp", c.host); err != nil {
			c.connection = nil
			return "", err
		}
		c.lines = bufio.NewReader(c.connection)
	}
	defer func() {
		if err != nil || !c.keep {
			c.Close()
		}
	}()
	if end, ok := ctx.Deadline(); ok {
		_ = c.connection.SetDeadline(end)
	}
	sent := fmt.Sprintf("%x", time.Now().UnixNano())
	if _, err = fmt.Fprintln(c.connection, sent); err != nil {
		return "", err
	}
	line, err := c.lines.ReadString('\n')
	if err != nil {
		return "", err
	}
	echo, answer, _ := strings.Cut(strings.TrimSpace(line), " ")
	if echo != sent {
		return line, fmt.Errorf("%s sent %q back for %q", c.host, echo, sent)
	}
	return answer, nil
}

func (c *tcpCaller) Close() {
	if c.connection != nil {
		c.connection.Close()
		c.connection = nil
	}
}

func serveTCP() error {
	listener, err := net.Listen("tcp", address(":7000"))
	if err != nil {
		return err
	}
	stop, cancel := told()
	defer cancel()
	failed := make(chan error, 1)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				failed <- err
				return
			}
			go echo(connection)
		}
	}()
	select {
	case <-stop.Done():
		return nil
	case err := <-failed:
		return err
	}
}

func echo(connection net.Conn) {
	defer connection.Close()
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		if _, err := fmt.Fprintln(connection, lines.Text(), pod()); err != nil {
			return
		}
	}
}
