package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// The metric's value. It needs an emptyDir when the root file system is read-only.
const metricFile = "/tmp/metric"

const metricsAPI = "external.metrics.k8s.io/v1beta1"

func setMetric(value string) error {
	if _, err := strconv.Atoi(value); err != nil {
		return fmt.Errorf("a metric is a whole number, not %q", value)
	}
	return os.WriteFile(metricFile, []byte(value), 0o600)
}

func serveMetrics() error {
	certificate, err := selfMade()
	if err != nil {
		return err
	}
	server := &http.Server{
		Addr: address(":8443"), Handler: metricsHandler(), ReadHeaderTimeout: callTimeout,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
	}
	return untilStopped(server, func(s *http.Server) error { return s.ListenAndServeTLS("", "") })
}

// As much of the API as the API server and an autoscaler ask for: what is served, and
// /apis/external.metrics.k8s.io/v1beta1/namespaces/NAMESPACE/METRIC.
func metricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/apis/"+metricsAPI, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": metricsAPI, "resources": []any{},
		})
	})
	mux.HandleFunc("/apis/"+metricsAPI+"/namespaces/", func(w http.ResponseWriter, r *http.Request) {
		value, err := os.ReadFile(metricFile)
		if errors.Is(err, os.ErrNotExist) {
			value, err = []byte("0"), nil
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		name := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		answer(w, map[string]any{
			"kind": "ExternalMetricValueList", "apiVersion": metricsAPI, "metadata": map[string]any{},
			"items": []any{map[string]any{
				"metricName": name, "metricLabels": map[string]string{}, "value": string(value),
				"timestamp": time.Now().UTC().Format(time.RFC3339),
			}},
		})
	})
	return mux
}

func answer(w http.ResponseWriter, content map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(content)
}

// A certificate that nobody can check: the APIService says so.
func selfMade() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, nil
}
