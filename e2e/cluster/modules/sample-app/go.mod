module faultline.dev/e2e/cluster/sample-app

go 1.26.0
