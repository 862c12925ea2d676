// A small server and client that stand in for users' workloads in tests and examples.
//
//	app           serves :8080 (ADDRESS) by HTTP/1 and HTTP/2: /healthz, /ready, and every other path says which pod
//	              answers; by HTTPS when CERTIFICATE names a folder with tls.crt and tls.key. With WORKERS no more
//	              calls than that are worked on at a time; the others wait, those whose callers have left among them.
//	              With NEXT (http://orders) it answers what that one answers, asked for the same path; it passes on
//	              x-faultline-deadline unless FORGETFUL is set
//	app unready   makes /ready answer 503 from now on (run it by kubectl exec)
//	app ready     makes /ready answer 200 again
//	app grpc      serves :9090 (ADDRESS) by gRPC: the health service, and Echo/Say, which says which pod answers
//	app behave P  from now on answers calls whose path begins with P by a status, or after a time, or drops their connection:
//	              app behave /orders 503 200ms; only P: as at the start. By gRPC any failure is UNAVAILABLE, and the path
//	              of a health check is the service it asks for (run it by kubectl exec)
//	app heard P   prints path and name of every call so far whose path begins with P, and how many milliseconds it had, if
//	              it said so; the name is its parameter `call`
//	app tcp       serves :7000 (ADDRESS) by TCP: every line comes back with the name of the pod that answers
//	app metrics   serves :8443 (ADDRESS) by HTTPS: an external metric for autoscalers, whatever it is called
//	app metric N  sets it, in the pod that serves it (run it by kubectl exec); it is 0 before
//	app get URL   prints the answer of http://, https://, h2c://, grpc:// or tcp://; exits 1 unless it is a good one
//	app load URL  calls that URL again and again until it is told to stop, and says how that went
//	app report    says how it goes so far (run it by kubectl exec)
//	app lookup N  prints the addresses of a host name
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
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
	command, argument := parse(arguments)
	switch command {
	case "serve":
		return serve()
	case "unready":
		return os.WriteFile(unreadyFile, nil, 0o600)
	case "ready":
		if err := os.Remove(unreadyFile); !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	case "behave", "heard":
		return ask(arguments)
	case "grpc":
		return serveGRPC()
	case "tcp":
		return serveTCP()
	case "metrics":
		return serveMetrics()
	case "metric":
		return setMetric(argument)
	case "get":
		return get(argument)
	case "load":
		return load(arguments[1:])
	case "report":
		return report()
	case "lookup":
		return lookup(argument)
	default:
		return fmt.Errorf("unknown command %q; its source begins with a list of them", command)
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
	if err := serveConduct(); err != nil {
		return err
	}
	server := &http.Server{Addr: address(":8080"), Handler: handler(), ReadHeaderTimeout: callTimeout, Protocols: protocols(true, true)}
	return untilStopped(server, func(s *http.Server) error {
		if folder := os.Getenv("CERTIFICATE"); folder != "" {
			return s.ListenAndServeTLS(filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"))
		}
		return s.ListenAndServe()
	})
}

func protocols(http1, http2 bool) *http.Protocols {
	wanted := new(http.Protocols)
	wanted.SetHTTP1(http1)
	wanted.SetHTTP2(http2)
	wanted.SetUnencryptedHTTP2(http2)
	return wanted
}

func address(otherwise string) string {
	if given := os.Getenv("ADDRESS"); given != "" {
		return given
	}
	return otherwise
}

// Ends at once on SIGTERM, so that a drain or a rollout never waits for it.
func untilStopped(server *http.Server, listen func(*http.Server) error) error {
	stop, cancel := told()
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

func told() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
}

func handler() http.Handler {
	mux := http.NewServeMux()
	staff := staffOf(os.Getenv("WORKERS"))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := os.Stat(unreadyFile); err == nil {
			http.Error(w, "told to be unready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("/", staff.working(conducted(answering(os.Getenv("NEXT"), os.Getenv("FORGETFUL") == ""))))
	return mux
}

func pod() string {
	host, _ := os.Hostname()
	return host
}

func get(url string) error {
	caller, err := callerOf(url, true)
	if err != nil {
		return err
	}
	defer caller.Close()
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	answer, err := caller.Call(ctx)
	if answer != "" {
		fmt.Println(answer)
	}
	return err
}

func lookup(name string) error {
	addresses, err := net.LookupHost(name)
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(addresses, "\n"))
	return nil
}

// Answers whoever connects to a socket that is visible in the pod alone.
func answerAt(socket string, answer func(net.Conn)) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				answer(connection)
			}()
		}
	}()
	return nil
}
