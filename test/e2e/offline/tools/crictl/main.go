// Command crictl is the part of cri-tools' command that Minikube and down.sh use (cri-tools itself
// is not on the Go module proxy). It speaks CRI v1 to containerd.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

var version = "unknown"

const usage = "usage: crictl [--timeout D] [--runtime-endpoint URL] version|info|ps|pods|images|pull|rmi|stop|rm|rmp|logs ..."

// options are the flags of all commands; they may stand before and after the arguments.
type options struct {
	all, quiet, follow  bool
	name, label, output string
	grace, tail         int
}

func parse(command string, args []string) (o options, rest []string) {
	f := flag.NewFlagSet(command, flag.ExitOnError)
	for _, n := range []string{"a", "all"} {
		f.BoolVar(&o.all, n, false, "")
	}
	for _, n := range []string{"q", "quiet"} {
		f.BoolVar(&o.quiet, n, false, "")
	}
	for _, n := range []string{"f", "force", "follow"} {
		f.BoolVar(&o.follow, n, false, "")
	}
	for _, n := range []string{"o", "output"} {
		f.StringVar(&o.output, n, "", "")
	}
	for _, n := range []string{"t", "timeout"} {
		f.IntVar(&o.grace, n, 0, "")
	}
	f.StringVar(&o.name, "name", "", "")
	f.StringVar(&o.label, "label", "", "")
	f.IntVar(&o.tail, "tail", -1, "")
	for {
		f.Parse(args)
		if f.NArg() == 0 {
			return o, rest
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}

func main() {
	f := flag.NewFlagSet("crictl", flag.ExitOnError)
	timeout := f.Duration("timeout", 10*time.Second, "")
	endpoint := f.String("runtime-endpoint", "unix:///run/containerd/containerd.sock", "")
	onlyVersion := f.Bool("version", false, "")
	f.Parse(os.Args[1:])
	if *onlyVersion {
		fmt.Println("crictl version", version)
		return
	}
	if f.NArg() == 0 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(*endpoint, *timeout, f.Arg(0), f.Args()[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "crictl:", err)
		os.Exit(1)
	}
}

func run(endpoint string, timeout time.Duration, command string, args []string) error {
	o, args := parse(command, args)
	connection, err := grpc.NewClient(endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20)))
	if err != nil {
		return err
	}
	defer connection.Close()
	runtime, image := cri.NewRuntimeServiceClient(connection), cri.NewImageServiceClient(connection)
	if command == "pull" {
		timeout = 10 * time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout+time.Duration(o.grace+30)*time.Second)
	defer cancel()
	each := func(do func(id string) error) error {
		for _, id := range args {
			if err := do(id); err != nil {
				return fmt.Errorf("%s %s: %w", command, id, err)
			}
			fmt.Println(id)
		}
		return nil
	}
	switch command {
	case "version":
		v, err := runtime.Version(ctx, &cri.VersionRequest{})
		if err != nil {
			return err
		}
		fmt.Printf("Version:  %s\nRuntimeName:  %s\nRuntimeVersion:  %s\nRuntimeApiVersion:  %s\n",
			v.Version, v.RuntimeName, v.RuntimeVersion, v.RuntimeApiVersion)
		return nil
	case "info":
		s, err := runtime.Status(ctx, &cri.StatusRequest{Verbose: true})
		if err != nil {
			return err
		}
		info := map[string]any{"status": s.Status}
		for k, v := range s.Info {
			info[k] = v
			if json.Valid([]byte(v)) {
				info[k] = json.RawMessage(v)
			}
		}
		return json.NewEncoder(os.Stdout).Encode(info)
	case "ps":
		return containers(ctx, runtime, o)
	case "pods":
		list, err := runtime.ListPodSandbox(ctx, &cri.ListPodSandboxRequest{})
		if err != nil {
			return err
		}
		for _, p := range list.Items {
			fmt.Println(p.Id)
		}
		return nil
	case "images":
		return images(ctx, image, o, args)
	case "pull":
		return each(func(name string) error {
			_, err := image.PullImage(ctx, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}})
			return err
		})
	case "rmi":
		return each(func(name string) error {
			_, err := image.RemoveImage(ctx, &cri.RemoveImageRequest{Image: &cri.ImageSpec{Image: name}})
			return err
		})
	case "stop":
		return each(func(id string) error {
			_, err := runtime.StopContainer(ctx, &cri.StopContainerRequest{ContainerId: id, Timeout: int64(o.grace)})
			return err
		})
	case "rm":
		return each(func(id string) error {
			_, err := runtime.RemoveContainer(ctx, &cri.RemoveContainerRequest{ContainerId: id})
			return err
		})
	case "rmp":
		return each(func(id string) error {
			if _, err := runtime.StopPodSandbox(ctx, &cri.StopPodSandboxRequest{PodSandboxId: id}); err != nil {
				return err
			}
			_, err := runtime.RemovePodSandbox(ctx, &cri.RemovePodSandboxRequest{PodSandboxId: id})
			return err
		})
	case "logs":
		s, err := runtime.ContainerStatus(ctx, &cri.ContainerStatusRequest{ContainerId: args[0]})
		if err != nil {
			return err
		}
		lines := "+1"
		if o.tail >= 0 {
			lines = fmt.Sprint(o.tail)
		}
		tail := exec.Command("tail", "-n", lines, s.Status.LogPath)
		tail.Stdout, tail.Stderr = os.Stdout, os.Stderr
		return tail.Run()
	}
	return fmt.Errorf("unknown command %q\n%s", command, usage)
}

func containers(ctx context.Context, runtime cri.RuntimeServiceClient, o options) error {
	filter := &cri.ContainerFilter{}
	if k, v, ok := strings.Cut(o.label, "="); ok {
		filter.LabelSelector = map[string]string{k: v}
	}
	if !o.all {
		filter.State = &cri.ContainerStateValue{State: cri.ContainerState_CONTAINER_RUNNING}
	}
	list, err := runtime.ListContainers(ctx, &cri.ListContainersRequest{Filter: filter})
	if err != nil {
		return err
	}
	for _, c := range list.Containers {
		switch {
		case !strings.Contains(c.Metadata.Name, o.name):
		case o.quiet:
			fmt.Println(c.Id)
		default:
			fmt.Printf("%.13s  %-28s %s/%s\n", c.Id, c.Metadata.Name, c.Labels["io.kubernetes.pod.namespace"], c.Labels["io.kubernetes.pod.name"])
		}
	}
	return nil
}

func images(ctx context.Context, image cri.ImageServiceClient, o options, names []string) error {
	filter := &cri.ImageFilter{}
	if len(names) > 0 {
		filter.Image = &cri.ImageSpec{Image: names[0]}
	}
	list, err := image.ListImages(ctx, &cri.ListImagesRequest{Filter: filter})
	if err != nil {
		return err
	}
	type entry struct { // the names and the quoted sizes of cri-tools
		ID          string   `json:"id"`
		RepoTags    []string `json:"repoTags"`
		RepoDigests []string `json:"repoDigests"`
		Size        string   `json:"size"`
	}
	entries := []entry{}
	for _, i := range list.Images {
		if o.output != "json" {
			fmt.Println(i.Id, strings.Join(i.RepoTags, " "))
		}
		entries = append(entries, entry{i.Id, i.RepoTags, i.RepoDigests, fmt.Sprint(i.Size)})
	}
	if o.output == "json" {
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"images": entries})
	}
	return nil
}
