# Faultline: the front door. `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION := $(shell sed -n 's:^  <version>\(.*\)</version>$$:\1:p' pom.xml)
CLUSTER := e2e/cluster/cluster
JAR := target/quarkus-app/quarkus-run.jar
IMAGE := target/image/faultline-operator.tar
NAME ?= demo
# Most integration tests wait for the operator or for Envoy, so two run side by side on two cores.
IT_FORKS ?= 2

# Maven runs on the first JDK that is new enough, whatever `java` on the PATH is.
# Maven 3.8 uses parts of Java that Java 25 warns of; nothing to act on.
MVN = env JAVA_HOME=$$(e2e/jdk) MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
	mvn -B -q -Dstyle.color=never

.PHONY: help
help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.PHONY: demo
demo: preflight ## the main job on a real cluster: a budget that holds while a node is drained
	@e2e/demo

.PHONY: test
test: preflight preflight-servers ## everything that must hold before a change lands: unit, it, e2e
	@$(MAKE) unit it e2e

.PHONY: unit
unit: preflight-jdk ## unit, golden files, architecture, CRD drift: needs nothing but a JDK
	@echo "== unit"
	@rm -rf target/surefire-reports
	@$(MVN) package
	@e2e/count-tests unit target/surefire-reports
	@git diff --exit-code --stat -- crds || { echo "crds/ differs from the Java types: commit what the build has written there"; exit 1; }
	@for suite in e2e/cluster e2e/harness src/main/container; do python3 -m unittest discover -q -s $$suite || exit 1; done

.PHONY: it
it: preflight-servers $(JAR) ## the operator against a real API server, its checks against real servers
	@echo "== it"
	@HELM=$$($(CLUSTER) bin helm) python3 -m unittest discover -q -s helm/faultline/tests
	@rm -rf target/failsafe-reports
	@e2e/with-control-plane --planes $(IT_FORKS) $(MVN) -DskipUnit=true -DskipITs=false -Dit.forks=$(IT_FORKS) verify
	@e2e/count-tests it target/failsafe-reports

.PHONY: e2e
e2e: $(IMAGE) ## scenarios on three real nodes (root)
	@echo "== e2e"
	@e2e/run

.PHONY: bench
bench: $(JAR) ## figures, each against a floor in the same run
	@bench/run

.PHONY: soak
soak: $(IMAGE) ## the e2e scenarios again and again, for SOAK_MINUTES (60)
	@e2e/run --minutes $${SOAK_MINUTES:-60}

.PHONY: image
image: $(IMAGE) ## a container image as a tar, without a Docker daemon

.PHONY: manifests
manifests: ## one plain YAML for people without Helm: target/faultline.yaml
	@mkdir -p target
	@HELM=$$($(CLUSTER) bin helm) helm/plain-yaml faultline-system > target/faultline.yaml
	@echo "target/faultline.yaml: kubectl apply --server-side -f target/faultline.yaml"

.PHONY: dev
dev: preflight-jdk ## the operator from source, against the cluster that kubectl points to
	@FAULTLINE_LEADER_ELECTION=$${FAULTLINE_LEADER_ELECTION:-false} $(MVN) quarkus:dev

.PHONY: format
format: ## format the sources
	@$(MVN) spotless:apply

.PHONY: cluster-up
cluster-up: ## the local cluster, three real nodes (NAME=demo)
	@$(CLUSTER) up --name $(NAME)

.PHONY: cluster-down
cluster-down: ## takes it down and leaves nothing behind (NAME=demo)
	@$(CLUSTER) down --name $(NAME)

.PHONY: cluster-status
cluster-status: ## what runs
	@$(CLUSTER) status

.PHONY: clean
clean: ## removes what was built here; the cluster's binaries stay in the cache
	@rm -rf target

.PHONY: preflight preflight-servers preflight-jdk
preflight: preflight-jdk
	@$(CLUSTER) preflight --nodes

preflight-servers: preflight-jdk
	@$(CLUSTER) preflight --servers

preflight-jdk:
	@e2e/jdk > /dev/null
	@command -v mvn > /dev/null || { echo "mvn is missing: apt-get install maven"; exit 1; }

$(JAR): pom.xml $(shell find src/main -type f 2>/dev/null)
	@$(MVN) -DskipTests package
	@touch $@

$(IMAGE): $(JAR) $(wildcard src/main/container/*)
	@JAVA_HOME=$$(e2e/jdk) src/main/container/build-image --tag $(VERSION) --output $@
