package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// A name without a file: visible in the pod alone, whatever its file system and its ports.
const reportSocket = "@faultline-load"

// A test that fails in a hundred ways is not clearer for the hundredth.
const mostKinds = 50

// What has happened so far. Failures of a connection before its first good answer are counted apart, as early: whoever
// is called was not there yet. The connections that still wait for theirs are waiting.
type tally struct {
	lock     sync.Mutex
	waiting  int
	early    int
	requests int
	failures int
	repeated int
	slowest  time.Duration
	answers  map[string]int
	reasons  map[string]int
}

func (t *tally) wait() {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.early++
}

func (t *tally) greet() {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.waiting--
}

func (t *tally) add(answer string, err error, took time.Duration) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.requests++
	t.slowest = max(t.slowest, took)
	switch {
	case errors.Is(err, errRepeated):
		t.repeated++
		count(t.answers, answer)
	case err != nil:
		t.failures++
		count(t.reasons, err.Error())
	default:
		count(t.answers, answer)
	}
}

func count(kinds map[string]int, kind string) {
	kind = strings.Join(strings.Fields(kind), " ")
	if _, known := kinds[kind]; !known && len(kinds) >= mostKinds {
		kind = "others"
	}
	kinds[kind]++
}

// For shells: a word and a number at the start of each line, then the URL and who answered, or why not.
func (t *tally) print(to io.Writer) {
	t.lock.Lock()
	defer t.lock.Unlock()
	fmt.Fprintf(to, "requests %d\nfailures %d\nrepeated %d\nearly %d\nwaiting %d\nslowest-millis %d\n",
		t.requests, t.failures, t.repeated, t.early, t.waiting, t.slowest.Milliseconds())
	for _, answer := range slices.Sorted(maps.Keys(t.answers)) {
		fmt.Fprintf(to, "answer %d %s\n", t.answers[answer], answer)
	}
	for _, reason := range slices.Sorted(maps.Keys(t.reasons)) {
		fmt.Fprintf(to, "failure %d %s\n", t.reasons[reason], reason)
	}
}

func load(arguments []string) error {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	connections := flags.Int("connections", 4, "how many call at a time, each on a connection of its own")
	fresh := flags.Bool("new", false, "a new connection for every call")
	pause := flags.Duration("pause", 10*time.Millisecond, "between two calls of one connection")
	span := flags.Duration("for", 0, "after which it stops by itself; 0 for never")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("load what? give one URL or several")
	}
	told, cancel := told()
	defer cancel()
	if *span > 0 {
		told, cancel = context.WithTimeout(told, *span)
		defer cancel()
	}
	seen := &tally{waiting: *connections * flags.NArg(), answers: map[string]int{}, reasons: map[string]int{}}
	if err := serveReport(seen); err != nil {
		return err
	}
	var callers sync.WaitGroup
	for number := range *connections * flags.NArg() {
		url := flags.Arg(number % flags.NArg())
		one, err := callerOf(url, !*fresh)
		if err != nil {
			return err
		}
		callers.Go(func() { callUntil(told, one, url, *pause, seen) })
	}
	callers.Wait()
	seen.print(os.Stdout)
	if seen.failures > 0 || seen.waiting > 0 {
		return fmt.Errorf("%d of %d calls failed, %d connections got no good answer", seen.failures, seen.requests, seen.waiting)
	}
	return nil
}

// A call that was begun is ended, and counts.
func callUntil(stop context.Context, one caller, url string, pause time.Duration, seen *tally) {
	defer one.Close()
	for greeted := false; stop.Err() == nil; {
		start := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		answer, err := one.Call(ctx)
		cancel()
		if !greeted && err == nil {
			greeted = true
			seen.greet()
		}
		if greeted {
			seen.add(url+" "+answer, err, time.Since(start))
		} else {
			seen.wait()
		}
		select {
		case <-stop.Done():
		case <-time.After(pause):
		}
	}
}

func serveReport(seen *tally) error {
	return answerAt(reportSocket, func(connection net.Conn) { seen.print(connection) })
}

func report() error {
	connection, err := net.Dial("unix", reportSocket)
	if err != nil {
		return fmt.Errorf("no load runs in this pod: %w", err)
	}
	defer connection.Close()
	_, err = io.Copy(os.Stdout, connection)
	return err
}
