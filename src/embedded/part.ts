/** The processes of the embedded cluster, in the order they are started; they are stopped in the reverse order. */
export const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const;

export type Part = (typeof parts)[number];

/** What a folder of binaries must offer: the parts and kubectl. */
export const programs = [...parts, 'kubectl'] as const;

export type Program = (typeof programs)[number];

/** A program and the arguments that come before its own. */
export type Command = readonly [program: string, ...leading: string[]];
