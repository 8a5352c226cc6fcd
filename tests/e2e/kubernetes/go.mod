// Tells go where this program's root is. What it is made of stands in control-plane/go.mod, which the build names with
// -modfile: one place for the versions of Kubernetes, and nothing of this in what a learner builds.
module kubeproctor.dev/tests/e2e/kubernetes

go 1.26.0
