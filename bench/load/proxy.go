package main

import (
	"fmt"
	"sync"
	"time"
)

// The fields of the delta protocol that a proxy needs. Source: envoy.service.discovery.v3.
const (
	requestNode, requestType, requestSubscribe     = 1, 2, 3
	requestNonce, requestError                     = 6, 7
	nodeID                                         = 1
	errorMessage                                   = 2
	responseResources, responseType, responseNonce = 2, 4, 5
	resourceBody, anyValue                         = 2, 2
)

const (
	typePrefix  = "type.googleapis.com/"
	runtimes    = typePrefix + "envoy.service.runtime.v3.Runtime"
	clusters    = typePrefix + "envoy.config.cluster.v3.Cluster"
	assignments = typePrefix + "envoy.config.endpoint.v3.ClusterLoadAssignment"
	listeners   = typePrefix + "envoy.config.listener.v3.Listener"
	routeTables = typePrefix + "envoy.config.route.v3.RouteConfiguration"
)

// Where a resource names what the proxy must ask for next, and where a route has its timeout.
var (
	endpointsOfCluster = []uint64{3, 2}          // eds_cluster_config.service_name
	routesOfListener   = []uint64{3, 3, 4, 2, 3} // filter_chains.filters.typed_config.value, then rds of what is in it
	timeouts           = []uint64{2, 3, 2, 8}    // virtual_hosts.routes.route.timeout
)

const routeConfigName = 2

// Proxy asks for what an Envoy asks for, in the same order, and accepts all that it gets.
type Proxy struct {
	stream *Stream
	node   string
	asked  map[string]bool
	heard  func(Arrival)
}

// Arrival is what a proxy has got and accepted.
type Arrival struct {
	at       time.Time
	kind     string
	size     int // bytes of the resources, each with its name, version and type
	whole    int // and of the response that they came in
	timeouts []int
}

// begin asks for the first things; `heard` is told of all that comes, until the stream ends.
func (proxy *Proxy) begin() error {
	first := appendText(nil, requestNode, string(appendText(nil, nodeID, proxy.node)))
	first = appendText(appendText(first, requestType, runtimes), requestSubscribe, "faults")
	for _, request := range [][]byte{first, wildcard(clusters), wildcard(listeners)} {
		if err := proxy.stream.write(request); err != nil {
			return err
		}
	}
	return nil
}

func wildcard(kind string) []byte {
	return appendText(appendText(nil, requestType, kind), requestSubscribe, "*")
}

func (proxy *Proxy) run() error {
	for {
		response, err := proxy.stream.read()
		if err != nil {
			return fmt.Errorf("%s: %w", proxy.node, err)
		}
		if err := proxy.take(response); err != nil {
			return fmt.Errorf("%s: %w", proxy.node, err)
		}
	}
}

func (proxy *Proxy) take(response []byte) error {
	kind := text(response, responseType)
	ack := appendText(appendText(nil, requestType, kind), requestNonce, text(response, responseNonce))
	if err := proxy.stream.write(ack); err != nil {
		return err
	}
	arrival := arrivalOf(response, time.Now())
	for _, resource := range find(response, responseResources, resourceBody, anyValue) {
		switch kind {
		case clusters:
			proxy.ask(assignments, find(resource, endpointsOfCluster...))
		case listeners:
			proxy.ask(routeTables, routeNames(resource))
		}
	}
	proxy.heard(arrival)
	return nil
}

func arrivalOf(response []byte, at time.Time) Arrival {
	arrival := Arrival{at: at, kind: text(response, responseType), whole: len(response)}
	for _, resource := range find(response, responseResources) {
		arrival.size += len(resource)
	}
	for _, resource := range find(response, responseResources, resourceBody, anyValue) {
		if arrival.kind == routeTables {
			arrival.timeouts = append(arrival.timeouts, timeoutsOf(resource)...)
		}
	}
	return arrival
}

func routeNames(listener []byte) [][]byte {
	var names [][]byte
	for _, filter := range find(listener, routesOfListener...) {
		// Other filters have something else at that number, which has no text there.
		if name := text(filter, routeConfigName); name != "" {
			names = append(names, []byte(name))
		}
	}
	return names
}

func timeoutsOf(routes []byte) []int {
	var found []int
	for _, timeout := range find(routes, timeouts...) {
		found = append(found, millis(timeout))
	}
	return found
}

// ask for what is named and was not asked for yet.
func (proxy *Proxy) ask(kind string, names [][]byte) {
	request := appendText(nil, requestType, kind)
	known := len(proxy.asked)
	for _, name := range names {
		if key := kind + " " + string(name); !proxy.asked[key] {
			proxy.asked[key] = true
			request = appendText(request, requestSubscribe, string(name))
		}
	}
	if len(proxy.asked) > known {
		_ = proxy.stream.write(request) // a broken stream shows at the next read
	}
}

// Expectation waits until everybody who is to get a change has accepted it.
type Expectation struct {
	lock  sync.Mutex
	value int
	left  int
	done  chan Arrival
}

func (e *Expectation) expect(value, count int) <-chan Arrival {
	e.lock.Lock()
	defer e.lock.Unlock()
	e.value, e.left, e.done = value, count, make(chan Arrival, 1)
	return e.done
}

// saw is told the values that one proxy has accepted.
func (e *Expectation) saw(arrival Arrival, values ...int) {
	e.lock.Lock()
	defer e.lock.Unlock()
	for _, value := range values {
		if value == e.value && e.left > 0 {
			e.left--
			if e.left == 0 {
				e.done <- arrival
			}
			return
		}
	}
}
