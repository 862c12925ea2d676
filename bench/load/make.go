package main

import (
	"context"
	"flag"
	"net/http"
	"strings"
	"sync"
)

// makeObjects creates one kind of object, from one number up to another.
func makeObjects(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("make", flag.ContinueOnError)
	kinds := set.String("kinds", "", "of namespaces,deployments,pods,policies,floor-policies; made in this order")
	from := set.Int("from", 0, "first number")
	to := set.Int("to", 0, "number after the last")
	per := set.Int("per-namespace", 50, "objects per namespace; 0: all in one")
	workers := set.Int("workers", 16, "requests at a time")
	if err := parse(set, arguments); err != nil {
		return err
	}
	shape := Shape{*per}
	for _, kind := range strings.Split(*kinds, ",") {
		if err := inParallel(ctx, *from, *to, *workers, func(number int) error {
			return create(ctx, api, kind, shape, number)
		}); err != nil {
			return err
		}
	}
	return nil
}

func create(ctx context.Context, api *API, kind string, shape Shape, number int) error {
	own, floor := shape.namespace(operatorSide, number), shape.namespace(floorSide, number)
	app := name(number)
	post := func(path string, body []byte) error {
		err := api.do(ctx, http.MethodPost, path, jsonBody, body)
		if err != nil && strings.Contains(err.Error(), "409") {
			return nil
		}
		return err
	}
	switch kind {
	case "namespaces":
		if shape.perNamespace > 0 && number%shape.perNamespace != 0 || shape.perNamespace == 0 && number != 0 {
			return nil
		}
		if err := post("/api/v1/namespaces", namespaceObject(own)); err != nil {
			return err
		}
		return post("/api/v1/namespaces", namespaceObject(floor))
	case "deployments":
		return post("/apis/apps/v1/namespaces/"+own+"/deployments", deployment(own, app))
	case "pods":
		return post("/api/v1/namespaces/"+own+"/pods", pod(own, app))
	case "policies":
		return post(strings.TrimSuffix(policyPath(operatorSide, own, ""), "/"), policy(operatorSide, own, app))
	default:
		return post(strings.TrimSuffix(policyPath(floorSide, floor, ""), "/"), policy(floorSide, floor, app))
	}
}

// inParallel runs work for every number; the first error ends it.
func inParallel(ctx context.Context, from, to, workers int, work func(int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	numbers := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for number := range numbers {
				if err := work(number); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
feed:
	for number := from; number < to; number++ {
		select {
		case numbers <- number:
		case <-ctx.Done():
			break feed
		}
	}
	close(numbers)
	group.Wait()
	return context.Cause(ctx)
}
