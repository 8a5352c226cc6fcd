/** Where one lab lies. Nothing of it has been read yet. */
export interface LabFile {
  /** The file's name without `.yaml`, which is the lab's name. */
  readonly name: string;
  /** The folder's name, which is the lab's topic. */
  readonly topic: string;
  /** The folder that holds `labs/` and `manifests/`, absolute. */
  readonly root: string;
  /** `labs/<topic>/<name>.yaml`, in the root; what mistakes call the file. */
  readonly path: string;
  /** `manifests/<topic>/<name>`, in the root; it need not exist. */
  readonly manifestFolder: string;
  /** Comes with kubeproctor, hence needs nobody's leave for what it does. */
  readonly isBuiltIn: boolean;
}
