package main

import (
	"context"
	"crypto/x509"
	"encoding/binary"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type xdsFlags struct {
	proxies, changes, warmUp, first, envoys        *int
	pause                                          *time.Duration
	operator, authority, floor, certificate, relay *string
	key                                            *string
}

// measureXds connects as many proxies to the operator, and as many bare streams to the floor, and changes policies of
// both in turn: the one for all, then the one for one. It tells the figures and stays connected, so that the memory of
// both servers can be looked at, until real Envoys have come and were measured too.
func measureXds(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("xds", flag.ContinueOnError)
	flags := xdsFlags{
		proxies:     set.Int("proxies", 10, "proxies under the policy for all"),
		changes:     set.Int("changes", 200, "changes measured per side"),
		warmUp:      set.Int("warm-up", 50, "changes per side before that"),
		first:       set.Int("first-value", 1000, "of a run of timeouts in ms that no policy has had yet"),
		envoys:      set.Int("envoys", 2, "real Envoys to wait for"),
		pause:       set.Duration("pause", 100*time.Millisecond, "between two changes, for what else a change entails"),
		operator:    set.String("operator", "", "host and port of the operator's xDS"),
		authority:   set.String("authority", "", "file with whom sidecars trust"),
		floor:       set.String("floor", "", "host and port of the bare server"),
		certificate: set.String("certificate", "", "file, of the bare server and the relay"),
		key:         set.String("key", "", "file"),
		relay:       set.String("relay", "", "where real Envoys come"),
	}
	if err := parse(set, arguments); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	bench, err := newXdsBench(api, flags, cancel)
	if err != nil {
		return err
	}
	if err := bench.connect(ctx); err != nil {
		return err
	}
	result := map[string]any{"resource": bench.shape.size, "response": bench.shape.whole}
	for _, policy := range []string{everybody, single} {
		if result[policy], err = bench.inTurn(ctx, policy); err != nil {
			return err
		}
	}
	if err := say(result); err != nil {
		return err
	}
	if *flags.envoys > 0 {
		if err := bench.withEnvoys(ctx); err != nil {
			return err
		}
	}
	<-ctx.Done()
	if err := context.Cause(ctx); err != context.Canceled {
		return err
	}
	return nil
}

type xdsBench struct {
	api       *API
	flags     xdsFlags
	fail      func(error)
	operators *x509.CertPool
	own       *x509.CertPool
	streams   map[Side][]*Stream // of the policy for all
	expected  map[Side]*Expectation
	real      *Expectation
	complete  atomic.Int64 // proxies that have all of their routes
	shape     Arrival      // what one change is, to one proxy
	value     int
	token     atomic.Value // any of them
}

func newXdsBench(api *API, flags xdsFlags, fail func(error)) (*xdsBench, error) {
	operators, err := poolOf(*flags.authority)
	if err != nil {
		return nil, err
	}
	own, err := poolOf(*flags.certificate)
	if err != nil {
		return nil, err
	}
	return &xdsBench{api: api, flags: flags, fail: fail, operators: operators, own: own,
		streams: map[Side][]*Stream{}, value: *flags.first, real: &Expectation{},
		expected: map[Side]*Expectation{operatorSide: {}, floorSide: {}}}, nil
}

func poolOf(file string) (*x509.CertPool, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("%s has no certificate", file)
	}
	return pool, nil
}

// connect ends when all of both sides are connected and are told of changes.
func (b *xdsBench) connect(ctx context.Context) error {
	pods, err := allMeshPods(ctx, b.api)
	if err != nil {
		return err
	}
	pods = b.chosen(pods)
	var lock sync.Mutex
	if err := inParallel(ctx, 0, len(pods), 32, func(number int) error {
		stream, err := b.connectProxy(ctx, pods[number])
		if err == nil && pods[number].Metadata.Labels["app"] != single {
			lock.Lock()
			defer lock.Unlock()
			b.streams[operatorSide] = append(b.streams[operatorSide], stream)
		}
		return err
	}); err != nil {
		return err
	}
	if err := eventually(ctx, "every proxy has all of its configuration", func() (bool, error) {
		return b.complete.Load() == int64(len(pods)), context.Cause(ctx)
	}); err != nil {
		return err
	}
	// What one change is, so that the floor sends as much.
	if _, err := b.change(ctx, operatorSide, everybody); err != nil {
		return err
	}
	return b.connectFloor(ctx)
}

// chosen gives as many pods of the policy for all as are asked for, and the one of the policy for one.
func (b *xdsBench) chosen(pods []MeshPod) []MeshPod {
	slices.SortFunc(pods, func(a, b MeshPod) int { return strings.Compare(a.Metadata.Name, b.Metadata.Name) })
	left := *b.flags.proxies
	return slices.DeleteFunc(pods, func(pod MeshPod) bool {
		if pod.Metadata.Labels["app"] == single {
			return false
		}
		left--
		return left < 0
	})
}

func (b *xdsBench) connectProxy(ctx context.Context, pod MeshPod) (*Stream, error) {
	token, err := tokenOf(ctx, b.api, pod)
	if err != nil {
		return nil, err
	}
	b.token.Store(token)
	stream, err := openStream(ctx, *b.flags.operator, b.operators, token)
	if err != nil {
		return nil, err
	}
	routes := 0
	proxy := &Proxy{stream: stream, node: mesh + "/" + pod.Metadata.Name, asked: map[string]bool{}}
	proxy.heard = func(arrival Arrival) {
		if arrival.kind != routeTables {
			return
		}
		// The health switch has routes too, without a timeout of that kind.
		if routes += min(1, len(arrival.timeouts)); routes == len(meshServices) {
			b.complete.Add(1)
		}
		b.expected[operatorSide].saw(arrival, arrival.timeouts...)
	}
	if err := proxy.begin(); err != nil {
		return nil, err
	}
	go func() { b.ended(ctx, proxy.run()) }()
	return stream, nil
}

// ended is told of a stream that has come to its end; unless all do, that is the end of the run.
func (b *xdsBench) ended(ctx context.Context, err error) {
	if ctx.Err() == nil {
		b.fail(err)
	}
}

func tokenOf(ctx context.Context, api *API, pod MeshPod) (string, error) {
	var made struct {
		Status struct {
			Token string `json:"token"`
		} `json:"status"`
	}
	err := api.post(ctx, "/api/v1/namespaces/"+mesh+"/serviceaccounts/default/token",
		encode(object{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": object{
			"audiences": []string{"faultline"}, "expirationSeconds": 3600,
			"boundObjectRef": object{"apiVersion": "v1", "kind": "Pod", "name": pod.Metadata.Name,
				"uid": pod.Metadata.UID}}}), &made)
	return made.Status.Token, err
}

// connectFloor opens bare streams. Each says which policy it follows and how long a push is to be.
func (b *xdsBench) connectFloor(ctx context.Context) error {
	var ready atomic.Int64
	count := *b.flags.proxies + 1
	b.streams[floorSide] = make([]*Stream, *b.flags.proxies)
	if err := inParallel(ctx, 0, count, 32, func(number int) error {
		// With the same headers, which a server has to keep in mind too.
		stream, err := openStream(ctx, *b.flags.floor, b.own, b.token.Load().(string))
		if err != nil {
			return err
		}
		policy := everybody
		if number == 0 {
			policy = single
		} else {
			b.streams[floorSide][number-1] = stream
		}
		if err := stream.write(fmt.Appendf(nil, "%s %d", policy, b.shape.whole)); err != nil {
			return err
		}
		go func() { b.ended(ctx, b.followFloor(stream, &ready)) }()
		return nil
	}); err != nil {
		return err
	}
	return eventually(ctx, "every bare stream is known", func() (bool, error) {
		return ready.Load() == int64(count), context.Cause(ctx)
	})
}

// followFloor answers each push with as many bytes as a proxy does. The first one only says that the stream is known.
func (b *xdsBench) followFloor(stream *Stream, ready *atomic.Int64) error {
	ack := appendText(appendText(nil, requestType, routeTables), requestNonce, "100")
	for {
		push, err := stream.read()
		if err != nil {
			return err
		}
		if len(push) < 8 {
			ready.Add(1)
			continue
		}
		if err := stream.write(ack); err != nil {
			return err
		}
		b.expected[floorSide].saw(Arrival{at: time.Now()}, int(binary.BigEndian.Uint64(push)))
	}
}

// Took is how long one change took.
type Took struct {
	whole  time.Duration // from the request on
	pushed time.Duration // from the API server's answer on: it has been written by then, and watches are told
}

func (b *xdsBench) change(ctx context.Context, side Side, policy string) (Took, error) {
	b.value++
	count := 1
	if policy == everybody {
		count = *b.flags.proxies
	}
	done := b.expected[side].expect(b.value, count)
	start := time.Now()
	if err := b.request(ctx, side, policy); err != nil {
		return Took{}, err
	}
	written := time.Now()
	last, err := await(ctx, done, fmt.Sprintf("%s: not all have got timeout %d of policy %s", side, b.value, policy))
	if side == operatorSide {
		b.shape = last
	}
	return Took{last.at.Sub(start), last.at.Sub(written)}, err
}

func (b *xdsBench) request(ctx context.Context, side Side, policy string) error {
	return b.api.do(ctx, http.MethodPatch, policyPath(side, mesh, policy), jsonPatch, fmt.Appendf(nil,
		`[{"op":"replace","path":"/spec/dependencies/0/timeout","value":"%dms"}]`, b.value))
}

func await(ctx context.Context, done <-chan Arrival, what string) (Arrival, error) {
	select {
	case last := <-done:
		return last, nil
	case <-time.After(patience):
		return Arrival{}, fmt.Errorf("%s within %s", what, patience)
	case <-ctx.Done():
		return Arrival{}, context.Cause(ctx)
	}
}

// inTurn changes the policy of one side, then that of the other, again and again, so that both meet the same noise.
func (b *xdsBench) inTurn(ctx context.Context, policy string) (map[string]any, error) {
	whole, pushed := map[Side][]time.Duration{}, map[Side][]time.Duration{}
	bytes := map[Side]int64{}
	for change := range *b.flags.warmUp + *b.flags.changes {
		for _, side := range []Side{operatorSide, floorSide} {
			time.Sleep(*b.flags.pause)
			before := b.received(side)
			took, err := b.change(ctx, side, policy)
			if err != nil {
				return nil, err
			}
			if change >= *b.flags.warmUp {
				bytes[side] += b.received(side) - before
				whole[side] = append(whole[side], took.whole)
				pushed[side] = append(pushed[side], took.pushed)
			}
		}
	}
	told := map[string]any{}
	for _, side := range []Side{operatorSide, floorSide} {
		told[string(side)] = map[string]any{"whole": summary(whole[side]), "pushed": summary(pushed[side]),
			"bytes": float64(bytes[side]) / float64(*b.flags.changes*len(b.streams[side]))}
	}
	return told, nil
}

func (b *xdsBench) received(side Side) int64 {
	total := int64(0)
	for _, stream := range b.streams[side] {
		total += stream.received.Load()
	}
	return total
}

// withEnvoys waits for real Envoys, then changes the policy for all: when has the last simulated proxy accepted it, and
// when the last Envoy, which has then put it to work?
func (b *xdsBench) withEnvoys(ctx context.Context) error {
	var routes atomic.Int64
	relay := &Relay{operator: *b.flags.operator, trusted: b.operators, failed: b.fail, heard: func(arrival Arrival) {
		routes.Add(int64(min(1, len(arrival.timeouts))))
		b.real.saw(arrival, arrival.timeouts...)
	}}
	if err := relay.serve(ctx, *b.flags.relay, *b.flags.certificate, *b.flags.key); err != nil {
		return err
	}
	wanted := int64(*b.flags.envoys * len(meshServices))
	if err := eventually(ctx, "the real Envoys have all of their configuration", func() (bool, error) {
		return routes.Load() == wanted, context.Cause(ctx)
	}); err != nil {
		return err
	}
	var simulated, real []time.Duration
	for range *b.flags.changes {
		time.Sleep(*b.flags.pause)
		done := b.real.expect(b.value+1, *b.flags.envoys)
		start := time.Now()
		took, err := b.change(ctx, operatorSide, everybody)
		if err != nil {
			return err
		}
		last, err := await(ctx, done, "not every Envoy has accepted a change")
		if err != nil {
			return err
		}
		simulated, real = append(simulated, took.whole), append(real, last.at.Sub(start))
	}
	return say(map[string]any{"simulated": summary(simulated), "real": summary(real)})
}
