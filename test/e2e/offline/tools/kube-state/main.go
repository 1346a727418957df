// Command kube-state exports the state of pods, deployments, autoscalers and nodes under the names and
// labels of kube-state-metrics, whose module is not on the Go module proxy. It has the metrics below
// and no others: what a dashboard or a rule needs besides must be added here.
package main

import (
	"context"
	"log"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

type collector struct {
	informers.SharedInformerFactory
}

func (collector) Describe(chan<- *prometheus.Desc) {} // unchecked: the set follows the cluster

// sink sends metrics; pairs are label, value, label, value.
type sink chan<- prometheus.Metric

func (s sink) send(name string, kind prometheus.ValueType, value float64, pairs ...string) {
	var names, values []string
	for i := 0; i < len(pairs); i += 2 {
		names, values = append(names, pairs[i]), append(values, pairs[i+1])
	}
	s <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, "As kube-state-metrics exports it.", names, nil), kind, value, values...)
}

func (s sink) gauge(name string, value float64, pairs ...string) {
	s.send(name, prometheus.GaugeValue, value, pairs...)
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func with(pairs []string, more ...string) []string {
	return append(append([]string{}, pairs...), more...)
}

var statuses = []core.ConditionStatus{core.ConditionTrue, core.ConditionFalse, core.ConditionUnknown}

func (c collector) Collect(ch chan<- prometheus.Metric) {
	s := sink(ch)
	pods, _ := c.Core().V1().Pods().Lister().List(labels.Everything())
	for _, p := range pods {
		s.pod(p)
	}
	deployments, _ := c.Apps().V1().Deployments().Lister().List(labels.Everything())
	for _, d := range deployments {
		at := []string{"namespace", d.Namespace, "deployment", d.Name}
		if d.Spec.Replicas != nil {
			s.gauge("kube_deployment_spec_replicas", float64(*d.Spec.Replicas), at...)
		}
		s.gauge("kube_deployment_status_replicas", float64(d.Status.Replicas), at...)
		s.gauge("kube_deployment_status_replicas_ready", float64(d.Status.ReadyReplicas), at...)
		s.gauge("kube_deployment_status_replicas_available", float64(d.Status.AvailableReplicas), at...)
		s.gauge("kube_deployment_status_replicas_unavailable", float64(d.Status.UnavailableReplicas), at...)
		s.gauge("kube_deployment_status_replicas_updated", float64(d.Status.UpdatedReplicas), at...)
	}
	scalers, _ := c.Autoscaling().V2().HorizontalPodAutoscalers().Lister().List(labels.Everything())
	for _, h := range scalers {
		at := []string{"namespace", h.Namespace, "horizontalpodautoscaler", h.Name}
		s.gauge("kube_horizontalpodautoscaler_spec_max_replicas", float64(h.Spec.MaxReplicas), at...)
		s.gauge("kube_horizontalpodautoscaler_status_current_replicas", float64(h.Status.CurrentReplicas), at...)
		s.gauge("kube_horizontalpodautoscaler_status_desired_replicas", float64(h.Status.DesiredReplicas), at...)
	}
	nodes, _ := c.Core().V1().Nodes().Lister().List(labels.Everything())
	for _, n := range nodes {
		for _, k := range n.Status.Conditions {
			for _, status := range statuses {
				s.gauge("kube_node_status_condition", one(k.Status == status), "node", n.Name,
					"condition", string(k.Type), "status", strings.ToLower(string(status)))
			}
		}
	}
}

func (s sink) pod(p *core.Pod) {
	at := []string{"namespace", p.Namespace, "pod", p.Name, "uid", string(p.UID)}
	s.gauge("kube_pod_info", 1, with(at, "node", p.Spec.NodeName, "pod_ip", p.Status.PodIP, "host_ip", p.Status.HostIP)...)
	for _, phase := range []core.PodPhase{core.PodPending, core.PodRunning, core.PodSucceeded, core.PodFailed, core.PodUnknown} {
		s.gauge("kube_pod_status_phase", one(p.Status.Phase == phase), with(at, "phase", string(phase))...)
	}
	for _, k := range p.Status.Conditions {
		for _, status := range statuses {
			if k.Type == core.PodReady {
				s.gauge("kube_pod_status_ready", one(k.Status == status), with(at, "condition", strings.ToLower(string(status)))...)
			}
		}
	}
	for _, c := range p.Status.ContainerStatuses {
		s.gauge("kube_pod_container_info", 1,
			with(at, "container", c.Name, "image", c.Image, "image_id", c.ImageID, "container_id", c.ContainerID)...)
		s.send("kube_pod_container_status_restarts_total", prometheus.CounterValue, float64(c.RestartCount), with(at, "container", c.Name)...)
		s.gauge("kube_pod_container_status_ready", one(c.Ready), with(at, "container", c.Name)...)
		if w := c.State.Waiting; w != nil {
			s.gauge("kube_pod_container_status_waiting_reason", 1, with(at, "container", c.Name, "reason", w.Reason)...)
		}
		if t := c.LastTerminationState.Terminated; t != nil {
			s.gauge("kube_pod_container_status_last_terminated_reason", 1, with(at, "container", c.Name, "reason", t.Reason)...)
		}
	}
	for _, c := range p.Spec.Containers {
		for kind, list := range map[string]core.ResourceList{"requests": c.Resources.Requests, "limits": c.Resources.Limits} {
			for resource, quantity := range list {
				unit := "byte"
				if resource == core.ResourceCPU {
					unit = "core"
				}
				s.gauge("kube_pod_container_resource_"+kind, quantity.AsApproximateFloat64(),
					with(at, "container", c.Name, "node", p.Spec.NodeName, "resource", string(resource), "unit", unit)...)
			}
		}
	}
}

func main() {
	config, err := rest.InClusterConfig()
	if err != nil {
		log.Fatal(err)
	}
	c := collector{informers.NewSharedInformerFactory(kubernetes.NewForConfigOrDie(config), 0)}
	c.Core().V1().Pods().Informer()
	c.Core().V1().Nodes().Informer()
	c.Apps().V1().Deployments().Informer()
	c.Autoscaling().V2().HorizontalPodAutoscalers().Informer()
	ctx := context.Background()
	c.Start(ctx.Done())
	c.WaitForCacheSync(ctx.Done())
	prometheus.MustRegister(c)
	http.Handle("/metrics", promhttp.Handler())
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
