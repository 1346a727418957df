import { deployment, service } from "../support";
import type { Case } from "./case";
import type { LookAlike } from "./look-alikes";

const OWN = "https://github.com/octo/shop";
const clone = { "README.md": `# Shop\n\n\`\`\`sh\ngit clone ${OWN}.git\n\`\`\`\n` };

/** An Application as people write it: what it reads, and into which namespace. */
const application = (name: string, source: string, more = "") => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  source: {${source}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true, ServerSideApply=true]}
  ${more}
`;
const own = (path: string, more = "") => `repoURL: ${OWN}.git, targetRevision: HEAD, path: ${path}${more}`;
const chart = { "deploy/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n" };
const manifest = { "deploy/web/templates/web.yaml": deployment("resources: {requests: {cpu: 10m}}") };

const overlay = (name: string, namespace: string) => ({
  [`k8s/overlays/${name}/kustomization.yaml`]: `namespace: ${namespace}\nresources: [../../base]\n`,
  [`argocd/${name}.yaml`]: application(`web-${name}`, own(`k8s/overlays/${name}`)),
});
const base = {
  ...clone,
  "k8s/base/kustomization.yaml": "resources: [web.yaml]\n",
  "k8s/base/web.yaml": deployment(),
};

const stack = (namespaces: string, values = "{}") => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [${namespaces.replace(/[\w*-]+/g, "{server: https://kubernetes.default.svc, namespace: '$&'}")}]
---${application(
  "monitoring",
  `repoURL: https://prometheus-community.github.io/helm-charts, targetRevision: 88.2.0, chart: kube-prometheus-stack, helm: {valuesObject: ${values}}`,
).replace("project: default", "project: shop")}`;
const SYSTEM =
  "{coreDns: {enabled: false}, kubeControllerManager: {enabled: false}, kubeEtcd: {service: {enabled: false}}, kubeProxy: {enabled: false}, kubeScheduler: {enabled: false}}";

const scaled = (replicas: string) => ({
  ...base,
  "k8s/base/kustomization.yaml": "resources: [web.yaml, hpa.yaml]\n",
  "k8s/base/web.yaml": deployment("resources: {requests: {cpu: 10m}}", "app: web", replicas),
  "k8s/base/hpa.yaml":
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  minReplicas: 2\n  maxReplicas: 4\n  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]\n",
  ...overlay("prod", "shop"),
});

const named = (image: string) => ({
  ...chart,
  ...clone,
  "deploy/web/templates/web.yaml": deployment().replace("ghcr.io/octo/web:1.2.3", '"{{ .Values.image }}"'),
  "deploy/web/values.yaml": "image: ghcr.io/octo/web:1.2.3\n",
  "deploy/web/values-prod.yaml": `image: ${image}\n`,
  "argocd/web.yaml": application("web", own("deploy/web", ", helm: {valueFiles: [values.yaml, values-prod.yaml]}")),
});

/** What Argo CD is told, against what it finds. */
export const gitops: readonly Case[] = [
  {
    id: "E41",
    what: "a chart that is asked of a repository of git, with the folder beside it",
    broken: { ...clone, ...chart, ...manifest, "argocd/web.yaml": application("web", own("deploy/web", ", chart: web")) },
    file: "argocd/web.yaml",
    repair: { "argocd/web.yaml": application("web", own("deploy/web")) },
    lookAlike: {
      "argocd/web.yaml": application("web", "repoURL: https://octo.github.io/charts, targetRevision: 1.2.3, chart: web"),
    },
  },
  {
    id: "E41",
    what: "settings for Helm, and a folder without a chart",
    broken: {
      ...clone,
      ...chart,
      ...manifest,
      "argocd/web.yaml": application("web", own("deploy", ", helm: {valueFiles: [values.yaml]}")),
    },
    file: "argocd/web.yaml",
    repair: { "argocd/web.yaml": application("web", own("deploy/web", ", helm: {releaseName: shop}")) },
    lookAlike: { ...clone, "deploy/web.yaml": deployment(), "argocd/web.yaml": application("web", own("deploy", ", helm: {}")) },
  },
  {
    id: "E41",
    what: "a project that keeps the stack out of kube-system",
    broken: { "argocd/monitoring.yaml": stack("shop, monitoring") },
    file: "argocd/monitoring.yaml",
    repair: { "argocd/monitoring.yaml": stack("shop, monitoring, kube-system") },
    lookAlike: { "argocd/monitoring.yaml": stack("shop, monitoring", SYSTEM) },
  },
  {
    id: "E64",
    what: "two environments of one cluster in one namespace",
    broken: { ...base, ...overlay("dev", "shop"), ...overlay("prod", "shop") },
    file: "argocd/prod.yaml",
    repair: { ...overlay("prod", "shop-prod") },
    lookAlike: {
      ...base,
      ...overlay("dev", "shop"),
      ...overlay("prod", "shop"),
      "k8s/overlays/prod/kustomization.yaml": "namespace: shop\nnamePrefix: prod-\nresources: [../../base]\n",
    },
  },
  {
    id: "E59",
    what: "replicas of a base that an overlay takes in, beside an autoscaler and self-heal",
    broken: scaled("replicas: 2"),
    file: "k8s/base/web.yaml",
    repair: scaled(""),
    lookAlike: {
      ...scaled("replicas: 2"),
      "argocd/prod.yaml": application(
        "web-prod",
        own("k8s/overlays/prod"),
        "ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]",
      ),
    },
  },
  {
    id: "D13",
    what: "a placeholder that Argo CD reads from git",
    broken: named("<ACCOUNT_ID>.dkr.ecr.eu-west-1.amazonaws.com/web:1.2.3"),
    file: "deploy/web/values-prod.yaml",
    repair: named("ghcr.io/octo/web:1.2.4"),
    lookAlike: {
      ...named("<ACCOUNT_ID>.dkr.ecr.eu-west-1.amazonaws.com/web:1.2.3"),
      "release.sh": '#!/bin/sh\nsed -i "s|image: .*|image: $IMAGE|" deploy/web/values-prod.yaml\ngit commit -am release\n',
    },
  },
];

const patch = (apiVersion: string) => `apiVersion: ${apiVersion}\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n`;

/** What looked broken in such repositories, and is not. */
export const delivered: readonly LookAlike[] = [
  {
    id: "E21",
    what: "a patch with a target, whatever version it names itself",
    tree: {
      ...base,
      "k8s/overlays/dev/kustomization.yaml":
        "resources: [../../base]\npatches:\n  - path: less.yaml\n    target: {kind: Deployment, name: web}\n",
      "k8s/overlays/dev/less.yaml": patch("v1"),
    },
  },
  {
    id: "E19",
    what: "a chart of which one template makes the values that the others read",
    tree: {
      ...chart,
      "up.sh": "#!/bin/sh\nhelm install web deploy/web\n",
      "deploy/web/values.yaml": "defaults: {web: {name: web}}\n",
      "deploy/web/templates/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Values.web.name }}}\n",
      "deploy/web/templates/zzz.yaml": '{{- $_ := set $ "Values" (mustMergeOverwrite $.Values.defaults $.Values) }}\n',
    },
  },
  {
    id: "D19",
    what: "a port that nginx has, whatever the pod declares",
    tree: {
      "k8s/web.yaml": deployment()
        .replace("ghcr.io/octo/web:1.2.3", "nginx:1.29-alpine")
        .replace("containerPort: 8080", "containerPort: 7007"),
      "k8s/service.yaml": service("- {name: http, port: 80}"),
    },
  },
  {
    id: "D19",
    what: "a port that the Dockerfile announces, whatever the pod declares",
    tree: {
      "k8s/web.yaml": deployment().replace("containerPort: 8080", "containerPort: 80"),
      "k8s/service.yaml": service("- {name: http, port: 80, targetPort: 5000}"),
      "web/Dockerfile": 'FROM python:3.13-slim\nCOPY app.py .\nEXPOSE 5000\nUSER 10001\nCMD ["python", "app.py"]\n',
      "web/app.py": "import server\nserver.main()\n",
    },
  },
  {
    id: "E34",
    what: "a chart's own image, which only helm template prints",
    tree: {
      ...named("ghcr.io/octo/web:1.2.4"),
      "deploy/web/values.yaml": "image: web:1.0.0\n",
      ".github/workflows/ci.yaml":
        "on: push\npermissions: {contents: read, packages: write}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      - run: helm template web deploy/web\n      - run: |\n          echo ${{ secrets.GITHUB_TOKEN }} | docker login ghcr.io -u octo --password-stdin\n          docker push ghcr.io/octo/web:1.2.4\n",
    },
  },
];
