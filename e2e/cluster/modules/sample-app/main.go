// A small HTTP server that stands in for a user's workload in tests and examples.
//
//	app           serves :8080 (ADDRESS): /healthz, /ready, and every other path says which pod answers
//	app unready   makes /ready answer 503 from now on (run it by kubectl exec)
//	app ready     makes /ready answer 200 again
//	app metrics   serves :8443 (ADDRESS) by HTTPS: an external metric for autoscalers, whatever it is called
//	app metric N  sets it, in the pod that serves it (run it by kubectl exec); it is 0 before
//	app get URL   prints the answer; exits 1 unless it is 2xx
//	app lookup N  prints the addresses of a host name
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// While this file exists the pod is not ready. It needs an emptyDir when the root file system is read-only.
const unreadyFile = "/tmp/unready"

const callTimeout = 5 * time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch command, argument := parse(arguments); command {
	case "serve":
		return serve()
	case "unready":
		return os.WriteFile(unreadyFile, nil, 0o600)
	case "ready":
		if err := os.Remove(unreadyFile); !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	case "metrics":
		return serveMetrics()
	case "metric":
		return setMetric(argument)
	case "get":
		return get(argument)
	case "lookup":
		return lookup(argument)
	default:
		return fmt.Errorf("unknown command %q; use serve, unready, ready, metrics, metric N, get URL or lookup NAME", command)
	}
}

func parse(arguments []string) (command, argument string) {
	switch len(arguments) {
	case 0:
		return "serve", ""
	case 1:
		return arguments[0], ""
	default:
		return arguments[0], arguments[1]
	}
}

func serve() error {
	return untilStopped(&http.Server{Addr: address(":8080"), Handler: handler(), ReadHeaderTimeout: callTimeout},
		(*http.Server).ListenAndServe)
}

func address(otherwise string) string {
	if given := os.Getenv("ADDRESS"); given != "" {
		return given
	}
	return otherwise
}

// Ends at once on SIGTERM, so that a drain or a rollout never waits for it.
func untilStopped(server *http.Server, listen func(*http.Server) error) error {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	failed := make(chan error, 1)
	go func() { failed <- listen(server) }()
	select {
	case <-stop.Done():
		return nil
	case err := <-failed:
		return err
	}
}

func handler() http.Handler {
	host, _ := os.Hostname()
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := os.Stat(unreadyFile); err == nil {
			http.Error(w, "told to be unready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, host) })
	return mux
}

func get(url string) error {
	response, err := (&http.Client{Timeout: callTimeout}).Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

func lookup(name string) error {
	addresses, err := net.LookupHost(name)
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(addresses, "\n"))
	return nil
}
