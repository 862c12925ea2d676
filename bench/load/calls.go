package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What a call of an application looks like: a few headers, and an answer of some hundred bytes.
const (
	request = "GET /items/4711?fields=name,price HTTP/1.1\r\nHost: inventory.shop\r\nUser-Agent: app/1.0\r\n" +
		"Accept: application/json\r\nX-Request-Id: 3f2b8c1e-6a57-4d0b-9c83-5d1e7a90b2f4\r\n\r\n"
	answerBytes = 512
)

// serveCalls answers every request at once, until it is asked to end.
func serveCalls(ctx context.Context, arguments []string) error {
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	addresses := set.String("addresses", "", "host:port, by commas")
	if err := parse(set, arguments); err != nil {
		return err
	}
	body := []byte(strings.Repeat("x", answerBytes))
	server := &http.Server{Handler: http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		_, _ = answer.Write(body)
	})}
	for _, address := range strings.Split(*addresses, ",") {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		go func() { _ = server.Serve(listener) }()
	}
	<-ctx.Done()
	return server.Close()
}

// Way is one of the ways that calls can go to the same server.
type Way struct {
	name, address string
	pid           int // of the proxy on it; 0 for none
	took          []time.Duration
	cpu           time.Duration
}

// measureCalls goes each way for a while, and again, so that all of them meet the same noise.
func measureCalls(ctx context.Context, arguments []string) error {
	set := flag.NewFlagSet("calls", flag.ContinueOnError)
	told := set.String("ways", "", "name=host:port=pid, by commas; pid 0 for none")
	rounds := set.Int("rounds", 6, "turns of all ways, after one to warm up")
	span := set.Duration("span", 3*time.Second, "of one turn of one way")
	connections := set.Int("connections", 8, "that stay open")
	rate := set.Int("rate", 1000, "calls per second")
	if err := parse(set, arguments); err != nil {
		return err
	}
	var ways []*Way
	for _, one := range strings.Split(*told, ",") {
		parts := strings.Split(one, "=")
		pid, err := strconv.Atoi(parts[len(parts)-1])
		if len(parts) != 3 || err != nil {
			return fmt.Errorf("%q is not name=host:port=pid", one)
		}
		ways = append(ways, &Way{name: parts[0], address: parts[1], pid: pid})
	}
	for round := 0; round <= *rounds; round++ {
		for turn := range ways {
			way := ways[(turn+round)%len(ways)]
			if err := way.turn(ctx, *connections, *rate, *span, round > 0); err != nil {
				return fmt.Errorf("%s: %w", way.name, err)
			}
		}
	}
	result := map[string]any{}
	for _, way := range ways {
		figures := summary(way.took)
		figures["cpu"] = float64(way.cpu.Nanoseconds()) / 1000 / float64(len(way.took))
		result[way.name] = figures
	}
	return say(result)
}

// turn sends calls at the rate over connections that stay. A call that is late because the one before it was slow begins
// when it should have.
func (way *Way) turn(ctx context.Context, connections, rate int, span time.Duration, counts bool) error {
	before, err := cpuOf(way.pid)
	if err != nil {
		return err
	}
	interval := time.Duration(connections) * time.Second / time.Duration(rate)
	begin := time.Now()
	all := make([][]time.Duration, connections)
	failures := make([]error, connections)
	var group sync.WaitGroup
	for number := range connections {
		group.Go(func() {
			offset := interval * time.Duration(number) / time.Duration(connections)
			all[number], failures[number] = callFor(ctx, way.address, begin.Add(offset), interval, span)
		})
	}
	group.Wait()
	after, err := cpuOf(way.pid)
	if err != nil {
		return err
	}
	for _, failure := range failures {
		if failure != nil {
			return failure
		}
	}
	if counts {
		for _, took := range all {
			way.took = append(way.took, took...)
		}
		way.cpu += after - before
	}
	return nil
}

func callFor(ctx context.Context, address string, due time.Time, interval, span time.Duration) ([]time.Duration, error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	reader := bufio.NewReader(connection)
	end := due.Add(span)
	var took []time.Duration
	late := false
	for ; due.Before(end) && ctx.Err() == nil; due = due.Add(interval) {
		time.Sleep(time.Until(due))
		start := time.Now()
		if late {
			start = due
		}
		if _, err := io.WriteString(connection, request); err != nil {
			return nil, err
		}
		if err := readAnswer(reader); err != nil {
			return nil, err
		}
		now := time.Now()
		took = append(took, now.Sub(start))
		late = now.After(due.Add(interval))
	}
	return took, nil
}

func readAnswer(reader *bufio.Reader) error {
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		return err
	}
	size, err := io.Copy(io.Discard, answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || size != answerBytes) {
		err = fmt.Errorf("status %d with %d bytes", answer.StatusCode, size)
	}
	return err
}

// cpuOf is the time that all threads of a process have run.
func cpuOf(pid int) (time.Duration, error) {
	if pid == 0 {
		return 0, nil
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(tasks) == 0 {
		return 0, fmt.Errorf("process %d is not there", pid)
	}
	var ran int64
	for _, task := range tasks {
		text, err := os.ReadFile(task)
		if err != nil {
			continue // the thread has ended
		}
		nanos, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			return 0, err
		}
		ran += nanos
	}
	return time.Duration(ran), nil
}
