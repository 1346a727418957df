// Command storage-provisioner is Minikube's own host-path provisioner without leader election:
// Minikube 1.38.1's, built from its source, ends at once with "endpoints lock is removed".
package main

import (
	"context"
	"flag"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	"k8s.io/minikube/pkg/storage"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v6/controller"
)

func main() {
	klog.InitFlags(nil)
	folder := flag.String("pvdir", "/tmp/hostpath-provisioner", "where volumes are made")
	flag.Parse()
	config, err := rest.InClusterConfig()
	if err != nil {
		klog.Fatal(err)
	}
	client := kubernetes.NewForConfigOrDie(config)
	version, err := client.Discovery().ServerVersion()
	if err != nil {
		klog.Fatal(err)
	}
	controller.NewProvisionController(client, "k8s.io/minikube-hostpath", storage.NewHostPathProvisioner(*folder),
		version.GitVersion, controller.LeaderElection(false)).Run(context.Background())
}
