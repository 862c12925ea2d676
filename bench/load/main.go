// The load of the benchmarks, the one who watches what comes of it, and the bare client that is the floor; and proxies,
// simulated ones and the way to real ones.
// Every figure that it prints is one line of JSON on standard output.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

var commands = map[string]func(context.Context, *API, []string) error{
	"make":      makeObjects,
	"floor":     runFloor,
	"latency":   measureLatency,
	"writes":    writeRaw,
	"stream":    streamChanges,
	"mesh":      makeMesh,
	"xds":       measureXds,
	"mutate":    measureMutate,
	"detection": measureDetection,
	"checks":    measureChecks,
	"timers":    runTimers,
}

// withoutCluster are those that ask no API server; their KUBECONFIG may be anything.
var withoutCluster = map[string]func(context.Context, []string) error{
	"serve": serveCalls,
	"calls": measureCalls,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) < 2 || commands[arguments[1]] == nil && withoutCluster[arguments[1]] == nil {
		return fmt.Errorf("usage: load KUBECONFIG make|floor|latency|writes|stream|mesh|xds|mutate|detection|checks|timers|serve|calls [flags]")
	}
	// SIGTERM and Ctrl-C end a command in order; a stream then says what it has done.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if alone := withoutCluster[arguments[1]]; alone != nil {
		return alone(ctx, arguments[2:])
	}
	api, err := connect(arguments[0])
	if err != nil {
		return err
	}
	return commands[arguments[1]](ctx, api, arguments[2:])
}

func parse(set *flag.FlagSet, arguments []string) error {
	return set.Parse(arguments)
}

func say(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}
