import type { Command } from 'commander';
import { Option } from 'commander';
import { wholeNumber } from './numbers.ts';
import type { Runner } from './runner.ts';

interface ToolFlags {
  readonly kind?: true;
  readonly minikube?: true;
}

const toolOf = ({ kind, minikube }: ToolFlags): { readonly tool?: 'kind' | 'minikube' } =>
  kind ? { tool: 'kind' } : minikube ? { tool: 'minikube' } : {};

/** Commands about the cluster itself. */
export function addClusterCommands(program: Command, { run }: Runner): void {
  program.commandsGroup('The cluster:');
  program
    .command('up')
    .summary('bring up a cluster to practise on')
    .description(
      'Brings up the embedded cluster: a real Kubernetes control plane on this machine, with simulated nodes. No container engine is needed. With --kind or --minikube, that tool makes a cluster whose pods really run.',
    )
    .option('--nodes <n>', 'simulated nodes; two for a new cluster', wholeNumber(1, 100))
    .option('--binaries <dir>', "folder with the control plane's programs, instead of downloading or building them")
    .addOption(new Option('--kind', 'make the cluster with kind').conflicts(['minikube', 'nodes', 'binaries']))
    .addOption(new Option('--minikube', 'make the cluster with minikube').conflicts(['kind', 'nodes', 'binaries']))
    .action(
      run(async (context, options: ToolFlags & { nodes?: number; binaries?: string }) => {
        const { nodes, binaries } = options;
        const { up } = await import('../commands/up.ts');
        return up(context, {
          ...(nodes === undefined ? {} : { nodes }),
          ...(binaries === undefined ? {} : { binaries }),
          ...toolOf(options),
        });
      }),
    );
  program
    .command('down')
    .summary('end the embedded cluster')
    .description(
      'Ends the embedded cluster. Its data are kept for the next up, unless --delete is given. With --kind or --minikube it ends the cluster that up had that tool make, and no other.',
    )
    .option('--delete', "delete the cluster's data too")
    .addOption(new Option('--kind', 'the cluster that up --kind made, which can only be deleted').conflicts('minikube'))
    .addOption(new Option('--minikube', 'the cluster that up --minikube made').conflicts('kind'))
    .action(
      run(async (context, options: ToolFlags & { delete?: true }) => {
        const { down } = await import('../commands/down.ts');
        return down(context, { isDeleting: options.delete === true, ...toolOf(options) });
      }),
    );
  program
    .command('status')
    .summary('show what runs, and which labs are under way')
    .description('Shows the embedded cluster, the cluster your labs are on, and the copies of labs on it.')
    .action(run(async (context) => (await import('../commands/status.ts')).status(context, {})));
  program
    .command('doctor')
    .summary('show what the cluster can do')
    .description(
      'Shows what the cluster can do and what you may do there, and how each is known. Changes nothing. With --measure it asks, and then measures with a pair of Pods, in a namespace of its own that is removed again, whether Pods run, traffic flows and a NetworkPolicy is enforced; that is remembered for this cluster.',
    )
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--measure', 'measure what only Pods can tell; without a terminal it needs --yes')
    .option('--image <image>', 'image to measure with: it has sh, httpd and wget', 'busybox:1.37')
    .action(
      run(async (context, options: { output: 'text' | 'json'; measure?: true; image: string }) => {
        const { output: format, measure, image } = options;
        const { doctor } = await import('../commands/doctor.ts');
        return doctor(context, { format, ...(measure ? { measureWith: image } : {}) });
      }),
    );
  // Its arguments never reach commander: `run` takes them off first.
  program
    .command('kubectl')
    .summary('run the bundled kubectl')
    .description(
      'Runs the bundled kubectl on the cluster your labs are on. Everything after the word kubectl is its own.',
    )
    .argument('[args...]')
    .action(run(async (context) => (await import('../commands/kubectl.ts')).kubectl(context, { args: context.rest })));
}
