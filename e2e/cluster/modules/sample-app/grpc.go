package main

import (
	"context"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const (
	echoService = "faultline.sample.Echo"
	sayMethod   = "/" + echoService + "/Say"
)

// What a generator would make of: service Echo { rpc Say(StringValue) returns (StringValue); }
var echoDescription = grpc.ServiceDesc{
	ServiceName: echoService, HandlerType: (*any)(nil),
	Methods: []grpc.MethodDesc{{MethodName: "Say", Handler: say}},
}

func say(_ any, ctx context.Context, decode func(any) error, through grpc.UnaryServerInterceptor) (any, error) {
	question := new(wrapperspb.StringValue)
	if err := decode(question); err != nil {
		return nil, err
	}
	answer := func(context.Context, any) (any, error) { return wrapperspb.String(pod()), nil }
	return through(ctx, question, &grpc.UnaryServerInfo{FullMethod: sayMethod}, answer)
}

// Every service is healthy, whatever it is called.
type healthServer struct{ *health.Server }

func (s healthServer) Check(context.Context, *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	return &grpc_health_v1.HealthCheckResponse{Status: grpc_health_v1.HealthCheckResponse_SERVING}, nil
}

func serveGRPC() error {
	if err := serveConduct(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address(":9090"))
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.UnaryInterceptor(conductedGRPC))
	server.RegisterService(&echoDescription, struct{}{})
	grpc_health_v1.RegisterHealthServer(server, healthServer{health.NewServer()})
	stop, cancel := told()
	defer cancel()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case <-stop.Done():
		// As the HTTP server: at once.
		server.Stop()
		return nil
	case err := <-failed:
		return err
	}
}

type grpcCaller struct {
	host       string
	keep       bool
	connection *grpc.ClientConn
}

func (c *grpcCaller) Call(ctx context.Context) (string, error) {
	if c.connection == nil {
		connection, err := grpc.NewClient(c.host, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDisableServiceConfig())
		if err != nil {
			return "", err
		}
		c.connection = connection
	}
	answer := new(wrapperspb.StringValue)
	err := c.connection.Invoke(ctx, sayMethod, wrapperspb.String("who answers?"), answer)
	if !c.keep {
		c.Close()
	}
	return answer.GetValue(), err
}

func (c *grpcCaller) Close() {
	if c.connection != nil {
		c.connection.Close()
		c.connection = nil
	}
}
