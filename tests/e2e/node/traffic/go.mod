module kubeproctor.dev/tests/traffic

go 1.26
