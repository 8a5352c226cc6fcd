import type { CommandOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';

export interface CompletionArgs {
  readonly shell: 'bash' | 'zsh' | 'fish';
}

/** The script that makes a shell ask `kubeproctor __complete` for what may stand next. */
export const completion: CommandOf<CompletionArgs> = async (context, { shell }) => {
  print(context, scripts[shell]);
  return 0;
};

const scripts = {
  bash: `# kubeproctor completion for bash: source <(kubeproctor completion bash)
_kubeproctor() {
  local IFS=$'\\n'
  COMPREPLY=($(kubeproctor __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _kubeproctor kubeproctor
`,
  zsh: `#compdef kubeproctor
# kubeproctor completion for zsh: source <(kubeproctor completion zsh)
_kubeproctor() {
  local -a candidates
  candidates=("\${(@f)$(kubeproctor __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[*]}" ]]; then compadd -- "\${candidates[@]}"; else _files; fi
}
compdef _kubeproctor kubeproctor
`,
  fish: `# kubeproctor completion for fish: kubeproctor completion fish | source
function __kubeproctor_complete
  set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor | string collect --allow-empty)
  kubeproctor __complete $words[2..] 2>/dev/null
end
complete --command kubeproctor --arguments '(__kubeproctor_complete)'
`,
} as const;
