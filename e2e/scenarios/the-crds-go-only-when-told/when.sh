# Last: it removes the CRDs, and with them every policy of the cluster.
source ../lib.sh

with_operator
settle
protect web
allows web-faultline 1
"$E2E/install-operator" "$E2E/../helm/faultline" --set crds.keep=false
helm uninstall faultline --namespace "$OPERATOR_NAMESPACE" --wait >"$WORK/uninstall" 2>&1
eventually 30 says '' traces
eventually 75 absent pdb/web-faultline

# For people without Helm: one file, one command.
make --directory "$E2E/.." manifests
kubectl apply --server-side --filename "$E2E/../target/faultline.yaml"
kubectl --namespace "$OPERATOR_NAMESPACE" rollout status deployment/faultline --timeout=90s
protect web
k wait respol/web --for=condition=Ready --timeout=60s
allows web-faultline 1
field "namespace/$OPERATOR_NAMESPACE" '.metadata.labels.pod-security\.kubernetes\.io/enforce' >"$WORK/rules"
# The same file without the CRDs: the operator goes, policies and budgets stay.
kubectl delete --filename "$E2E/../target/faultline.yaml" --selector 'app.kubernetes.io/component!=crds' --timeout=90s
field pdb/web-faultline .spec.maxUnavailable >"$WORK/after"
kubectl delete --filename "$E2E/../target/faultline.yaml" --ignore-not-found --timeout=90s
