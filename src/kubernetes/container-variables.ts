/**
 * `$(NAME)` of variables that are known; `$$` stands for `$`, so that `$$(NAME)` stays `$(NAME)`; unknown ones stay.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    found === '$$' ? '$' : (values.get(name ?? '') ?? found),
  );
}
