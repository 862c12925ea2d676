package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

const patience = 30 * time.Second

// measureLatency changes one policy at a time, the operator's and the floor's in turn, and takes the time until the
// budget that follows from it is seen by a watch of its own. So both meet the same noise.
func measureLatency(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("latency", flag.ContinueOnError)
	count := set.Int("policies", 0, "policies there are")
	changes := set.Int("changes", 300, "changes measured per side")
	warmUp := set.Int("warm-up", 100, "changes per side before that")
	per := set.Int("per-namespace", 50, "objects per namespace; 0: all in one")
	first := set.Int("first-value", 2, "of a run of values that these policies have not had yet")
	pause := set.Duration("pause", 40*time.Millisecond, "between two changes, for what else a change entails")
	if err := parse(set, arguments); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	seen := newSightings()
	ready := make(chan struct{})
	go func() {
		cancel(watch(ctx, api, allBudgets, func() { close(ready) }, seen.saw))
	}()
	select {
	case <-ready:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	probe := prober{api, seen, Shape{*per}, *count, *first, map[Side]int{}}
	took := map[Side][]time.Duration{}
	for change := range *warmUp + *changes {
		for _, side := range []Side{operatorSide, floorSide} {
			time.Sleep(*pause)
			elapsed, err := probe.change(ctx, side)
			if err != nil {
				return err
			}
			if change >= *warmUp {
				took[side] = append(took[side], elapsed)
			}
		}
	}
	return say(map[string]any{"operator": summary(took[operatorSide]), "floor": summary(took[floorSide])})
}

// sightings hands on what the watch sees to whoever waits for it.
type sightings struct {
	lock    sync.Mutex
	waiting map[string]expectation
}

type expectation struct {
	value string
	met   chan time.Time
}

func newSightings() *sightings {
	return &sightings{waiting: map[string]expectation{}}
}

func (s *sightings) saw(budget Budget) {
	now := time.Now()
	s.lock.Lock()
	defer s.lock.Unlock()
	if wanted, found := s.waiting[budget.Metadata.key()]; found && wanted.value == string(budget.Spec.MaxUnavailable) {
		wanted.met <- now
		delete(s.waiting, budget.Metadata.key())
	}
}

func (s *sightings) expect(key, value string) <-chan time.Time {
	s.lock.Lock()
	defer s.lock.Unlock()
	met := make(chan time.Time, 1)
	s.waiting[key] = expectation{value, met}
	return met
}

type prober struct {
	api   *API
	seen  *sightings
	shape Shape
	count int
	first int
	done  map[Side]int
}

// change takes the policies in turn, and for each a value that its budget has never had.
func (p *prober) change(ctx context.Context, side Side) (time.Duration, error) {
	// A stride that shares no divisor with any count of policies here, so that all are met and neighbours are not.
	number := p.done[side] * 7919 % p.count
	p.done[side]++
	value := fmt.Sprint(p.first + p.done[side])
	namespace, app := p.shape.namespace(side, number), name(number)
	met := p.seen.expect(namespace+"/"+budgetName(app), value)
	body := fmt.Appendf(nil, `{"spec":{"disruption":{"maxUnavailable":%s}}}`, value)
	start := time.Now()
	if err := p.api.do(ctx, http.MethodPatch, policyPath(side, namespace, app), mergePatch, body); err != nil {
		return 0, err
	}
	select {
	case end := <-met:
		return end.Sub(start), nil
	case <-time.After(patience):
		return 0, fmt.Errorf("%s: the budget of %s/%s did not follow within %s", side, namespace, app, patience)
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

func summary(took []time.Duration) map[string]float64 {
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	return map[string]float64{"p50": at(0.50), "p90": at(0.90), "p99": at(0.99), "max": at(1), "changes": float64(len(took))}
}
