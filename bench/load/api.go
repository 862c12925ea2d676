package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

// API is the API server as one account sees it: plain HTTP/2 and JSON, nothing that a request does not need.
type API struct {
	url   string
	token string
	http  *http.Client
}

const (
	jsonBody   = "application/json"
	mergePatch = "application/merge-patch+json"
	jsonPatch  = "application/json-patch+json"
	applyPatch = "application/apply-patch+yaml"
)

type kubeconfig struct {
	Clusters []struct {
		Cluster struct {
			Server string `json:"server"`
			CA     string `json:"certificate-authority-data"`
		} `json:"cluster"`
	} `json:"clusters"`
	Users []struct {
		User struct {
			Token       string `json:"token"`
			Certificate string `json:"client-certificate-data"`
			Key         string `json:"client-key-data"`
		} `json:"user"`
	} `json:"users"`
}

// connect reads a kubeconfig in JSON, as e2e/cluster writes it, with all keys inside.
func connect(path string) (*API, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var config kubeconfig
	if err := json.Unmarshal(raw, &config); err != nil {
		return nil, fmt.Errorf("%s is no kubeconfig in JSON: %w", path, err)
	}
	cluster, user := config.Clusters[0].Cluster, config.Users[0].User
	authority, err := base64.StdEncoding.DecodeString(cluster.CA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	encrypted := &tls.Config{RootCAs: pool}
	if user.Certificate != "" {
		certificate, err := keyPair(user.Certificate, user.Key)
		if err != nil {
			return nil, err
		}
		encrypted.Certificates = []tls.Certificate{certificate}
	}
	transport := &http.Transport{TLSClientConfig: encrypted, ForceAttemptHTTP2: true}
	return &API{url: cluster.Server, token: user.Token, http: &http.Client{Transport: transport}}, nil
}

func keyPair(certificate, key string) (tls.Certificate, error) {
	chain, err := base64.StdEncoding.DecodeString(certificate)
	if err != nil {
		return tls.Certificate{}, err
	}
	private, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(chain, private)
}

func (api *API) request(ctx context.Context, method, path, kind string, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, api.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", jsonBody)
	if api.token != "" {
		request.Header.Set("Authorization", "Bearer "+api.token)
	}
	return api.http.Do(request)
}

// do sends one request and throws the answer's body away, unless it is a refusal.
func (api *API) do(ctx context.Context, method, path, kind string, body []byte) error {
	answer, err := api.request(ctx, method, path, kind, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 1024))
		return fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, said)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

// post sends one object and reads what has become of it.
func (api *API) post(ctx context.Context, path string, body []byte, into any) error {
	answer, err := api.request(ctx, http.MethodPost, path, jsonBody, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 1024))
		return fmt.Errorf("POST %s: %s: %s", path, answer.Status, said)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

func (api *API) get(ctx context.Context, path string, into any) error {
	answer, err := api.request(ctx, http.MethodGet, path, jsonBody, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		return fmt.Errorf("GET %s: %s", path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

// watch lists a collection, then follows it until the context ends: `each` gets what is there and what comes,
// deletions left out.
func watch[T any](ctx context.Context, api *API, path string, listed func(), each func(T)) error {
	var list struct {
		Metadata struct {
			ResourceVersion string `json:"resourceVersion"`
		} `json:"metadata"`
		Items []T `json:"items"`
	}
	if err := api.get(ctx, path, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		each(item)
	}
	answer, err := api.request(ctx, http.MethodGet,
		path+"?watch=1&resourceVersion="+list.Metadata.ResourceVersion, jsonBody, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("watch of %s: %s", path, answer.Status)
	}
	listed()
	events := json.NewDecoder(answer.Body)
	for {
		var event struct {
			Type   string          `json:"type"`
			Object json.RawMessage `json:"object"`
		}
		if err := events.Decode(&event); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("the watch of %s broke: %w", path, err)
		}
		switch event.Type {
		case "ADDED", "MODIFIED":
			var object T
			if err := json.Unmarshal(event.Object, &object); err != nil {
				return err
			}
			each(object)
		case "ERROR":
			return fmt.Errorf("the watch of %s broke: %s", path, event.Object)
		}
	}
}
