package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// As that of the report: visible in the pod alone.
const conductSocket = "@faultline-conduct"

// A load of hours must not fill the memory.
const mostHeard = 200_000

// How calls are answered: by which status, after how long. Nothing said is a server that is well.
type conduct struct {
	status int
	drop   bool
	wait   time.Duration
}

// A call as the server has it: under the name that the caller gave it, in parameter `call` of its query, and with a
// space and the milliseconds that it had left, if it had a deadline.
type hearing struct{ path, call, left string }

// How the server is to answer, by the beginning of paths, and what it was asked.
type conducts struct {
	lock   sync.Mutex
	byPath map[string]conduct
	heard  []hearing
	lost   bool
}

var current = conducts{byPath: map[string]conduct{}}

// The longest beginning counts.
func (c *conducts) meet(heard hearing) conduct {
	c.lock.Lock()
	defer c.lock.Unlock()
	if len(c.heard) < mostHeard {
		c.heard = append(c.heard, heard)
	} else {
		c.lost = true
	}
	longest, found := -1, conduct{}
	for beginning, one := range c.byPath {
		if strings.HasPrefix(heard.path, beginning) && len(beginning) > longest {
			longest, found = len(beginning), one
		}
	}
	return found
}

func (c *conducts) set(path string, one conduct) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.byPath[path] = one
}

func (c *conducts) print(to io.Writer, path string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.lost {
		fmt.Fprintf(to, "error: more than %d calls\n", mostHeard)
		return
	}
	for _, one := range c.heard {
		if strings.HasPrefix(one.path, path) {
			fmt.Fprintln(to, one.path, one.call+one.left)
		}
	}
}

func conducted(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		one := current.meet(hearing{r.URL.Path, r.URL.Query().Get("call"), leftOf(r.Header)})
		// Read in full, so that whoever sent it knows that it was received.
		_, _ = io.Copy(io.Discard, r.Body)
		if !passed(r.Context(), one.wait) {
			return
		}
		switch {
		case one.drop:
			panic(http.ErrAbortHandler)
		case one.status/100 > 2:
			http.Error(w, "told to fail", one.status)
		default:
			next(w, r)
		}
	}
}

// The path of a health check is the service that it asks for, if any: fortio calls nothing else that every server has.
func conductedGRPC(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	path := info.FullMethod
	if check, isCheck := request.(*grpc_health_v1.HealthCheckRequest); isCheck && check.Service != "" {
		path = "/" + check.Service
	}
	one := current.meet(hearing{path: path})
	if !passed(ctx, one.wait) {
		return nil, ctx.Err()
	}
	if one.drop || one.status/100 > 2 {
		return nil, status.Error(codes.Unavailable, "told to fail")
	}
	return next(ctx, request)
}

func passed(ctx context.Context, wait time.Duration) bool {
	if wait == 0 {
		return true
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(wait):
		return true
	}
}

// One line asks, the rest of the connection is the answer; it begins with "error" when there is none.
func serveConduct() error {
	return answerAt(conductSocket, obey)
}

func obey(connection net.Conn) {
	asked, err := io.ReadAll(connection)
	if err != nil {
		return
	}
	words := strings.Fields(string(asked))
	switch {
	case len(words) == 2 && words[0] == "heard":
		current.print(connection, words[1])
	case len(words) >= 2 && words[0] == "behave":
		one, err := conductOf(words[2:])
		if err != nil {
			fmt.Fprintln(connection, "error:", err)
			return
		}
		current.set(words[1], one)
	default:
		fmt.Fprintln(connection, "error: neither `behave PATH [STATUS|drop] [TIME]` nor `heard PATH`")
	}
}

func conductOf(words []string) (conduct, error) {
	var one conduct
	for _, word := range words {
		if code, err := strconv.Atoi(word); err == nil {
			one.status = code
		} else if wait, err := time.ParseDuration(word); err == nil {
			one.wait = wait
		} else if word == "drop" {
			one.drop = true
		} else {
			return one, fmt.Errorf("%q is no status, no time and not drop", word)
		}
	}
	return one, nil
}

// Asks the server of this pod.
func ask(words []string) error {
	connection, err := net.Dial("unix", conductSocket)
	if err != nil {
		return fmt.Errorf("no server runs in this pod: %w", err)
	}
	defer connection.Close()
	fmt.Fprintln(connection, strings.Join(words, " "))
	if err := connection.(*net.UnixConn).CloseWrite(); err != nil {
		return err
	}
	answer, err := io.ReadAll(connection)
	if err != nil {
		return err
	}
	if strings.HasPrefix(string(answer), "error") {
		return errors.New(strings.TrimSpace(string(answer)))
	}
	_, err = os.Stdout.Write(answer)
	return err
}
