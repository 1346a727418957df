import { deployment, monitor, service } from "../support";
import type { LookAlike } from "./look-alikes";

const CI = ".github/workflows/ci.yaml";
const annotated = deployment().replace("metadata: {labels:", 'metadata: {annotations: {prometheus.io/scrape: "true"}, labels:');
const stack = (values: string) =>
  `cat > /tmp/values.yaml <<'EOF'\n${values}EOF\nhelm install monitoring prometheus-community/kube-prometheus-stack -n monitoring -f /tmp/values.yaml\n`;
const exporter = `resource "kubernetes_deployment" "web" {
  spec {
    template {
      metadata { labels = { app = "web" } }
      spec {
        container {
          name = "exporter"
          port { container_port = 9113 }
        }
      }
    }
  }
}
`;

/** What looked broken to the doctor in somebody's project, and was not. */
export const mistaken: readonly LookAlike[] = [
  {
    id: "E21",
    what: "a quoted text whose last line is not indented, which every reader of Compose takes",
    tree: { "compose.yaml": "services:\n  web:\n    image: redis:8\n    environment:\n      OPTIONS: '{\n        \"a\" : 1\n      }'\n" },
  },
  {
    id: "E12",
    what: "annotations that the stack's own scrape configuration reads, whose values a script writes",
    tree: {
      "k8s/web.yaml": annotated,
      "install.sh": stack(
        "prometheus:\n  prometheusSpec:\n    additionalScrapeConfigs:\n      - job_name: pods\n        kubernetes_sd_configs: [{role: pod}]\n",
      ),
    },
  },
  {
    id: "E23",
    what: "a Secret whose name a script puts together",
    tree: {
      "k8s/web.yaml": deployment("envFrom: [{secretRef: {name: web-dev-secret}}]"),
      "setup.sh": 'kubectl create secret generic "web-${ENVIRONMENT}-secret" --from-literal=a="$A"\n',
    },
  },
  {
    id: "D19",
    what: "a port of a container that Terraform puts beside it",
    tree: {
      "k8s/web.yaml": deployment().replace("ghcr.io/octo/web:1.2.3", "nginx:1.29"),
      "k8s/service.yaml": service("- {name: metrics, port: 9113, targetPort: 9113}"),
      "main.tf": exporter,
    },
  },
  {
    id: "D01",
    what: "settings on the lines behind PowerShell's backtick",
    tree: {
      "README.md":
        "```powershell\nhelm install metrics prometheus-community/kube-prometheus-stack `\n  --namespace monitoring `\n  --set prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues=false\n```\n",
      "k8s/web.yaml": deployment(),
      "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
      "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]"),
    },
  },
  {
    id: "E33",
    what: "a script that Jenkins runs",
    tree: {
      Jenkinsfile: "pipeline {\n  stages {\n    stage('Test') { steps { sh 'sh tests/check.sh' } }\n  }\n}\n",
      "tests/check.sh": "true\n",
    },
  },
  {
    id: "E53",
    what: "a tag that CI writes into the values",
    tree: {
      [CI]: `on: push\npermissions: {contents: write, packages: write}\nconcurrency: a\njobs:\n  a:\n    runs-on: self-hosted\n    steps:\n      - uses: docker/login-action@v3\n        with: {registry: ghcr.io, username: x, password: "\${{ secrets.GITHUB_TOKEN }}"}\n      - run: |\n          docker build -t ghcr.io/octo/web:\${{ github.sha }} .\n          docker push ghcr.io/octo/web:\${{ github.sha }}\n          sed -i "s|tag: .*|tag: \${{ github.sha }}|" chart/values.yaml\n          helm upgrade web ./chart\n`,
      Dockerfile: "FROM scratch\nUSER 10001\n",
      "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
      "chart/values.yaml": "image:\n  tag: latest\n",
      "chart/templates/web.yaml": deployment().replace("1.2.3", "{{ .Values.image.tag }}"),
    },
  },
  {
    id: "E25",
    what: "a name to which an overlay gives its ending that another takes in",
    tree: {
      "k8s/base/kustomization.yaml": "resources: [web.yaml]\n",
      "k8s/base/web.yaml": deployment(),
      "k8s/test/kustomization.yaml": "nameSuffix: -test\nresources: [../base]\n",
      "k8s/all/kustomization.yaml": "resources: [../test]\n",
      "test.sh": "kubectl apply -k k8s/all\nkubectl rollout status deployment/web-test\n",
    },
  },
  {
    id: "E47",
    what: "a build whose command goes on behind a caret, as Windows has it",
    tree: {
      [CI]: "on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: windows-2025\n    steps:\n      - shell: cmd\n        run: |\n          docker build -f app/Dockerfile ^\n            -t web ^\n            app\n",
      "app/Dockerfile": "FROM scratch\nCOPY web.txt /\nUSER 10001\n",
      "app/web.txt": "a\n",
    },
  },
  {
    id: "E33",
    what: "a script of a clone, into which pushd goes",
    tree: { "install.sh": 'git clone https://example.org/vpa "$T"\npushd "$T/vpa"\n./hack/up.sh\npopd\n./mine.sh\n', "mine.sh": "true\n" },
  },
  {
    id: "E04",
    what: "a label of the program's that a target has, too",
    tree: {
      "app.py":
        'from flask import Flask, Response\nfrom prometheus_client import Counter, generate_latest, CONTENT_TYPE_LATEST\napp = Flask(__name__)\nORDERS = Counter("shop_orders_total", "Orders", ["endpoint"])\n@app.route("/metrics")\ndef metrics():\n    return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)\n',
      "rules.yaml":
        "groups:\n  - name: shop\n    rules:\n      - alert: Shop\n        expr: sum by (exported_endpoint) (rate(shop_orders_total[5m])) > 9\n",
    },
  },
  {
    id: "E17",
    what: "patches of an Ingress and a Service, which are no objects",
    tree: {
      "k8s/base/kustomization.yaml": "resources: [web.yaml, service.yaml, ingress.yaml]\n",
      "k8s/base/web.yaml": deployment(),
      "k8s/base/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
      "k8s/base/ingress.yaml":
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n",
      "k8s/prod/kustomization.yaml": "resources: [../base]\npatchesStrategicMerge: [service.yaml, ingress.yaml]\n",
      "k8s/prod/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n",
      "k8s/prod/ingress.yaml":
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}}\n",
    },
  },
  {
    id: "D19",
    what: "a port that the probes ask at, whatever the container declares",
    tree: {
      "k8s/web.yaml": deployment("readinessProbe: {httpGet: {path: /, port: 9000}}"),
      "k8s/service.yaml": service("- {name: http, port: 80, targetPort: 9000}"),
    },
  },
  {
    id: "D20",
    what: "the port of another program, which has a Dockerfile of its own below",
    tree: {
      Dockerfile: 'FROM rust:1.90 AS build\nCOPY . .\nRUN cargo build\nFROM debian:13-slim\nUSER 10001\nCMD ["web"]\n',
      "src/main.rs": "fn main() {}\n",
      "mock/Dockerfile": 'FROM node:24-alpine\nCOPY server.js .\nUSER 10001\nCMD ["node", "server.js"]\n',
      "mock/server.js": 'require("http").createServer((_, answer) => answer.end()).listen(9090);\n',
      "build.sh": "docker build -t ghcr.io/octo/web .\n",
      "k8s/web.yaml": deployment("readinessProbe: {httpGet: {path: /health, port: 8080}}"),
    },
  },
  {
    id: "E23",
    what: "a Secret of which the manifest itself says how it is made",
    tree: {
      "k8s/web.yaml": `# kubectl create secret generic keys --from-literal=a=b\n${deployment("envFrom: [{secretRef: {name: keys}}]")}`,
    },
  },
  {
    id: "E31",
    what: "an import that goes on behind a backslash",
    tree: {
      "app.py":
        'from flask import Flask, redirect, \\\n    url_for\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return redirect(url_for("home"))\n',
    },
  },
];
