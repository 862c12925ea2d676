// Only a file of it is read, so nothing here imports it: `go mod tidy` would drop it.
module faultline.dev/e2e/cluster/keda

go 1.26.0

require github.com/kedacore/keda/v2 v2.21.0
