package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	probesNamespace  = "bench-probes"
	failureThreshold = 3
	successThreshold = 2
)

// Probe is what of a HealthProbe is looked at.
type Probe struct {
	Metadata Metadata `json:"metadata"`
	Status   struct {
		MeanTimeToDetect *float64 `json:"meanTimeToDetectSeconds"`
		Incidents        []any    `json:"incidents"`
		Conditions       []struct {
			Type   string `json:"type"`
			Status string `json:"status"`
		} `json:"conditions"`
	} `json:"status"`
}

func (probe Probe) healthy() string {
	for _, condition := range probe.Status.Conditions {
		if condition.Type == "Healthy" {
			return condition.Status
		}
	}
	return ""
}

func probesIn(namespace string) string {
	return "/apis/faultline.dev/v1alpha1/namespaces/" + namespace + "/healthprobes"
}

// makeProbes makes probes of so many checks each, all of them of one server or each of its own.
func makeProbes(ctx context.Context, api *API, count, checks int, period time.Duration, url func(probe, check int) object) error {
	if err := api.do(ctx, http.MethodPost, "/api/v1/namespaces", jsonBody, namespaceObject(probesNamespace)); err != nil &&
		!strings.Contains(err.Error(), "409") {
		return err
	}
	return inParallel(ctx, 0, count, 8, func(number int) error {
		var asked []object
		for check := range checks {
			one := url(number, check)
			one["name"] = fmt.Sprintf("check-%02d", check)
			asked = append(asked, one)
		}
		return api.do(ctx, http.MethodPost, probesIn(probesNamespace), jsonBody, encode(object{
			"apiVersion": "faultline.dev/v1alpha1", "kind": "HealthProbe", "metadata": meta(probesNamespace, name(number)),
			"spec": object{"targetRefs": []object{{"kind": "Deployment", "name": name(number)}}, "deep": object{
				"period": fmt.Sprintf("%dms", period.Milliseconds()), "timeout": "1s", "failureThreshold": failureThreshold,
				"successThreshold": successThreshold, "checks": asked}}}))
	})
}

// Server answers every request at once, until it is broken: then nobody listens any more.
type Server struct {
	http   *http.Server
	broken atomic.Int64 // when, in Unix nanoseconds
}

func serve(address string, answered *atomic.Int64) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	server := &Server{http: &http.Server{Handler: http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answered.Add(1)
		answer.WriteHeader(http.StatusOK)
	})}}
	go func() { _ = server.http.Serve(listener) }()
	return server, nil
}

func (server *Server) breakDown() {
	server.broken.Store(time.Now().UnixNano())
	_ = server.http.Close()
}

// measureDetection breaks each of many servers once, at a moment of its own, and stops the time until the status of its
// probe says so to a watch.
func measureDetection(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("detection", flag.ContinueOnError)
	count := set.Int("servers", 200, "servers, each with a probe of its own")
	first := set.Int("first-port", 21000, "of the servers on this machine")
	host := set.String("host", "", "by which the operator knows this machine")
	period := set.Duration("period", 2*time.Second, "of the checks")
	if err := parse(set, arguments); err != nil {
		return err
	}
	var answered atomic.Int64
	servers := make([]*Server, *count)
	for number := range servers {
		server, err := serve(fmt.Sprintf("127.0.0.1:%d", *first+number), &answered)
		if err != nil {
			return err
		}
		defer server.http.Close()
		servers[number] = server
	}
	if err := makeProbes(ctx, api, *count, 1, *period, func(probe, _ int) object {
		return object{"http": object{"url": fmt.Sprintf("http://%s:%d/", *host, *first+probe)}}
	}); err != nil {
		return err
	}
	took, told, err := brokenAndDetected(ctx, api, servers, *period)
	if err != nil {
		return err
	}
	mean := func(all []float64) float64 {
		sum := 0.0
		for _, one := range all {
			sum += one
		}
		return sum / float64(len(all))
	}
	slices.Sort(took)
	return say(map[string]any{"mean": mean(took), "max": took[len(took)-1], "missed": *count - len(took), "told": mean(told),
		"theory":    period.Seconds()/2 + (failureThreshold-1)*period.Seconds(),
		"threshold": (failureThreshold - 1) * period.Seconds()})
}

// brokenAndDetected gives for each server how long it took in seconds, and what its probe says of that.
func brokenAndDetected(ctx context.Context, api *API, servers []*Server, period time.Duration) (took, told []float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second+20*period)
	defer cancel()
	var lock sync.Mutex
	healthy, detected := map[string]bool{}, map[string]bool{}
	ready := make(chan struct{})
	done := make(chan struct{})
	see := func(probe Probe) {
		lock.Lock()
		defer lock.Unlock()
		key := probe.Metadata.Name
		switch probe.healthy() {
		case "True":
			if healthy[key] = true; len(healthy) == len(servers) && ready != nil {
				close(ready)
				ready = nil
			}
		case "False":
			var number int
			fmt.Sscanf(key, "app-%d", &number)
			began := servers[number].broken.Load()
			if began == 0 || detected[key] {
				return
			}
			detected[key] = true
			took = append(took, time.Since(time.Unix(0, began)).Seconds())
			if probe.Status.MeanTimeToDetect != nil {
				told = append(told, *probe.Status.MeanTimeToDetect)
			}
			if len(detected) == len(servers) {
				close(done)
			}
		}
	}
	broke := make(chan error, 1)
	all := ready
	go func() { broke <- watch(ctx, api, probesIn(probesNamespace), func() {}, see) }()
	select {
	case <-all:
	case err := <-broke:
		return nil, nil, fmt.Errorf("not all probes are healthy: %v", err)
	}
	for _, server := range servers {
		go func() {
			select {
			case <-time.After(time.Duration(rand.Int64N(int64(10 * period)))):
				server.breakDown()
			case <-ctx.Done():
			}
		}()
	}
	select {
	case <-done:
	case err = <-broke:
	}
	lock.Lock()
	defer lock.Unlock()
	return took, told, err
}

// measureChecks has many checks made of a server that is always there, and counts what is told against it.
func measureChecks(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("checks", flag.ContinueOnError)
	probes := set.Int("probes", 60, "probes")
	port := set.Int("port", 21000, "of the server on this machine")
	host := set.String("host", "", "by which the operator knows this machine")
	period := set.Duration("period", time.Second, "of the checks")
	each := set.Int("each", 32, "checks of a probe")
	wanted := set.Int64("checks", 100_000, "answers to wait for")
	if err := parse(set, arguments); err != nil {
		return err
	}
	var answered atomic.Int64
	server, err := serve(fmt.Sprintf("127.0.0.1:%d", *port), &answered)
	if err != nil {
		return err
	}
	defer server.http.Close()
	if err := makeProbes(ctx, api, *probes, *each, *period, func(_, _ int) object {
		return object{"http": object{"url": fmt.Sprintf("http://%s:%d/", *host, *port)}}
	}); err != nil {
		return err
	}
	if err := say(map[string]any{"asking": *probes * *each}); err != nil {
		return err
	}
	for answered.Load() < *wanted && ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
	}
	var all struct {
		Items []Probe `json:"items"`
	}
	if err := api.get(context.WithoutCancel(ctx), probesIn(probesNamespace), &all); err != nil {
		return err
	}
	incidents, unhealthy := 0, 0
	for _, probe := range all.Items {
		incidents += len(probe.Status.Incidents)
		if probe.healthy() != "True" {
			unhealthy++
		}
	}
	return say(map[string]any{"answered": answered.Load(), "incidents": incidents, "unhealthy": unhealthy})
}
