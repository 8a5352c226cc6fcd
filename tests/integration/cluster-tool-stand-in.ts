import type { ClusterTool } from '../../src/embedded/tool-clusters.ts';

/**
 * A shell script that prints what kind 0.32 or minikube 1.38 print, and makes nothing: its clusters are empty files
 * beside it. As the real ones, it writes the context of what it makes into KUBECONFIG and makes it the current one.
 */
export const toolStandIn = (tool: ClusterTool): string => `${common(tool)}\n${{ kind, minikube }[tool]}`;

const common = (tool: ClusterTool): string => `
made() { ls "$HOME" | sed -n "s/^${tool}-//p"; }
enter() {
  grep -q "name: $1," "$KUBECONFIG" || sed -i "s/^contexts:/contexts:\\n- {name: $1, context: {}}/" "$KUBECONFIG"
  sed -i "s/^current-context:.*/current-context: $1/" "$KUBECONFIG"
}
leave() {
  sed -i "/name: $1,/d; s/^current-context: $1$/current-context: ''/" "$KUBECONFIG"
}`;

const kind = `
case "$1 $2" in
"get clusters")
  if [ -z "$(made)" ]; then echo "No kind clusters found." >&2; else made; fi ;;
"create cluster")
  : > "$HOME/kind-$4"; enter "kind-$4"
  echo "Creating cluster \\"$4\\" ..." >&2
  echo "Set kubectl context to \\"kind-$4\\"" >&2 ;;
"export kubeconfig")
  enter "kind-$4"; echo "Set kubectl context to \\"kind-$4\\"" >&2 ;;
"delete cluster")
  rm "$HOME/kind-$4"; leave "kind-$4"
  echo "Deleting cluster \\"$4\\" ..." >&2 ;;
esac`;

const minikube = `
profiles() {
  comma=
  for name in $(made); do
    nodes='[{"Name":"","IP":"192.168.49.2","Port":8443,"KubernetesVersion":"v1.36.4","ControlPlane":true,"Worker":true}]'
    config='{"Name":"'$name'","Driver":"docker","Nodes":'$nodes'}'
    printf '%s' "$comma"'{"Name":"'$name'","Status":"OK","Config":'$config',"Active":false,"ActiveKubeContext":true}'
    comma=,
  done
}
case "$1" in
profile)
  printf '{"invalid":[],"valid":[%s]}' "$(profiles)" ;; # without a newline, as it does
start)
  : > "$HOME/minikube-$3"; enter "$3"
  echo "* Done! kubectl is now configured to use \\"$3\\" cluster and \\"default\\" namespace by default" ;;
stop)
  leave "$3"; echo "* 1 node stopped." ;;
delete)
  rm "$HOME/minikube-$3"; leave "$3"
  echo "* Removed all traces of the \\"$3\\" cluster." ;;
esac`;
