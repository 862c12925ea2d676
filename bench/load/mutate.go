package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// measureMutate asks the operator's webhook and the echo server about the same new pod in turn, each over one
// connection that stays open, as the API server does.
func measureMutate(ctx context.Context, _ *API, arguments []string) error {
	set := flag.NewFlagSet("mutate", flag.ContinueOnError)
	questions := set.Int("questions", 2000, "questions measured per side")
	warmUp := set.Int("warm-up", 500, "questions per side before that")
	operator := set.String("operator", "", "URL of the operator's webhook")
	floor := set.String("floor", "", "URL of the echo server; empty: one answer of the operator is written to -answer")
	answer := set.String("answer", "", "file for that answer")
	pause := set.Duration("pause", 2*time.Millisecond, "between two questions")
	if err := parse(set, arguments); err != nil {
		return err
	}
	body := question("app-000")
	asked := &asker{body: body, client: &http.Client{Transport: &http.Transport{
		// Neither server is known to anybody here, and both are on this machine.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13}}}}
	said, _, err := asked.ask(ctx, *operator)
	if err != nil {
		return err
	}
	if err := isPatched(said); err != nil {
		return err
	}
	if *floor == "" {
		return os.WriteFile(*answer, said, 0o600)
	}
	took := map[string][]time.Duration{}
	for number := range *warmUp + *questions {
		for side, url := range map[string]string{"operator": *operator, "floor": *floor} {
			time.Sleep(*pause)
			said, elapsed, err := asked.ask(ctx, url)
			if err == nil {
				err = isPatched(said)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", side, err)
			}
			if number >= *warmUp {
				took[side] = append(took[side], elapsed)
			}
		}
	}
	return say(map[string]any{"bytes": len(body), "operator": summary(took["operator"]), "floor": summary(took["floor"])})
}

type asker struct {
	client *http.Client
	body   []byte
}

func (asker *asker) ask(ctx context.Context, url string) ([]byte, time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"?timeout=2s", bytes.NewReader(asker.body))
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Content-Type", jsonBody)
	start := time.Now()
	answer, err := asker.client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	elapsed := time.Since(start)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return said, elapsed, err
}

// isPatched says whether a sidecar is in the answer's patch.
func isPatched(answer []byte) error {
	var review struct {
		Response struct {
			Patch []byte `json:"patch"`
		} `json:"response"`
	}
	if err := json.Unmarshal(answer, &review); err != nil {
		return err
	}
	if !bytes.Contains(review.Response.Patch, []byte("faultline-envoy")) {
		return fmt.Errorf("no sidecar in the answer %.300s", answer)
	}
	return nil
}

// question is what the API server asks about a new pod of a Deployment: 9 KB of it are the pod, with the environment,
// probes, volumes and managed fields that pods have.
func question(app string) []byte {
	pod := largePod(app)
	kind := object{"group": "", "version": "v1", "kind": "Pod"}
	resource := object{"group": "", "version": "v1", "resource": "pods"}
	return encode(object{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": object{
		"uid": "0df28fbd-5f5f-11e8-bc74-36e6bb280816", "kind": kind, "resource": resource, "requestKind": kind,
		"requestResource": resource, "name": "", "namespace": mesh, "operation": "CREATE",
		"userInfo": object{"username": "system:serviceaccount:kube-system:replicaset-controller",
			"uid":    "f9b1a3c7-2b0c-4c6e-8c2e-1f8a4b7a9d10",
			"groups": []string{"system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"}},
		"object": pod, "oldObject": nil, "dryRun": false,
		"options": object{"apiVersion": "meta.k8s.io/v1", "kind": "CreateOptions"}}})
}

func largePod(app string) object {
	labels := meshLabels(app)
	labels["pod-template-hash"] = "5d4f8c7b9"
	labels["app.kubernetes.io/name"] = app
	labels["app.kubernetes.io/part-of"] = "shop"
	owner := object{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": app + "-5d4f8c7b9",
		"uid": "6f6a9d9e-93f2-4a39-8f4e-6f1f4fd6c5b2", "controller": true, "blockOwnerDeletion": true}
	containers := []object{container("app", 24), container("metrics", 12)}
	return object{"apiVersion": "v1", "kind": "Pod",
		"metadata": object{"generateName": app + "-5d4f8c7b9-", "namespace": mesh, "labels": labels,
			"annotations": object{"kubectl.kubernetes.io/restartedAt": "2026-01-02T03:04:05Z",
				"checksum/config": strings.Repeat("0123456789abcdef", 4)},
			"ownerReferences": []object{owner},
			"managedFields": []object{{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1",
				"time": "2026-01-02T03:04:05Z", "fieldsType": "FieldsV1", "fieldsV1": managed(containers)}}},
		"spec": object{"containers": containers, "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
			"dnsPolicy": "ClusterFirst", "serviceAccountName": "default", "serviceAccount": "default",
			"securityContext": object{"runAsNonRoot": true, "seccompProfile": object{"type": "RuntimeDefault"}},
			"schedulerName":   "default-scheduler", "enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority",
			"tolerations": []object{
				{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
				{"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}},
			"volumes": []object{{"name": "tmp", "emptyDir": object{}},
				{"name": "config", "configMap": object{"name": app + "-config", "defaultMode": 420}},
				{"name": "kube-api-access-x7x7x", "projected": object{"defaultMode": 420, "sources": []object{
					{"serviceAccountToken": object{"expirationSeconds": 3607, "path": "token"}},
					{"configMap": object{"name": "kube-root-ca.crt", "items": []object{{"key": "ca.crt", "path": "ca.crt"}}}}}}}}},
		"status": object{}}
}

func container(name string, variables int) object {
	environment := []object{}
	for number := range variables {
		environment = append(environment, object{"name": fmt.Sprintf("%s_SETTING_%02d", strings.ToUpper(name), number),
			"value": fmt.Sprintf("https://service-%02d.example.internal/path", number)})
	}
	probe := object{"httpGet": object{"path": "/healthz", "port": "http", "scheme": "HTTP"}, "timeoutSeconds": 1,
		"periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
	return object{"name": name, "image": "registry.example.com/shop/" + name + ":1.2.3", "env": environment,
		"imagePullPolicy": "IfNotPresent",
		"ports": []object{{"name": map[bool]string{true: "http", false: "metrics"}[name == "app"],
			"containerPort": map[bool]int{true: 8000, false: 9100}[name == "app"], "protocol": "TCP"}},
		"readinessProbe": probe, "livenessProbe": probe,
		"resources": object{"requests": object{"cpu": "100m", "memory": "256Mi"}, "limits": object{"memory": "512Mi"}},
		"securityContext": object{"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
			"capabilities": object{"drop": []string{"ALL"}}},
		"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
		"volumeMounts": []object{{"name": "tmp", "mountPath": "/tmp"},
			{"name": "config", "mountPath": "/etc/" + name, "readOnly": true},
			{"name": "kube-api-access-x7x7x", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true}}}
}

func managed(containers []object) object {
	fields := object{}
	for _, each := range containers {
		own := object{".": object{}}
		for field := range each {
			own["f:"+field] = object{}
		}
		environment := object{".": object{}}
		for _, variable := range each["env"].([]object) {
			environment[fmt.Sprintf(`k:{"name":%q}`, variable["name"])] = object{".": object{}, "f:name": object{},
				"f:value": object{}}
		}
		own["f:env"] = environment
		fields[fmt.Sprintf(`k:{"name":%q}`, each["name"])] = own
	}
	return object{"f:spec": object{"f:containers": fields, "f:dnsPolicy": object{}, "f:volumes": object{}}}
}
