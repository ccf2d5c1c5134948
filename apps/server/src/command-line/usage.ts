const sourceUsage = `
Sources (without one: the sample cluster)
  --snapshot FILE        a snapshot or an etcd database file, plain or packed (gzip, zstd, zip, tar), or a data directory;
                         ARCHIVE#MEMBER where several are in one; may be given several times
  --skip-hash-check      say nothing of a snapshot's sha256 that does not fit
  --strict-snapshot      refuse a damaged snapshot; else what is left of it is shown, and what is missing is told
  --endpoints URL,…      a running etcd, or the kine of k3s: http://, https://, unix:///path, unixs:///path
  --discovery-srv DOMAIN the etcd that a domain's SRV records name; of several by --discovery-srv-name NAME
  --kubeadm              kubeadm's etcd on this machine, with the certificates that it has in /etc/kubernetes/pki
  --cacert FILE          the authority that signed etcd's certificate, PEM
  --cert FILE --key FILE the certificate and key to show to etcd, PEM
  --key-passphrase-file F  what opens an encrypted key; or ETCDSCOPE_KEY_PASSPHRASE
  --server-name NAME     the name that etcd's certificate must carry, when it is not the endpoint's
  --insecure-skip-tls-verify  take any certificate of etcd's: others may read along
  --user NAME            a user of etcd, with --password-file FILE or ETCDSCOPE_PASSWORD
  --index-rate N         read at most N keys a second when indexing; as many as etcd gives when not given
  --config FILE          several in a file: sources: [{name, snapshot or endpoints, cacert, …}], names in camel case
  Each may stand in the environment: --server-name as ETCDSCOPE_SERVER_NAME and so on, or as etcdctl's
  ETCDCTL_ENDPOINTS, _CACERT, _CERT, _KEY, _USER, _PASSWORD. What is typed counts first, ETCDSCOPE_ next.
`;

const decodingUsage = `
Decoding
  --encryption-config F  open values encrypted at rest with the keys of this EncryptionConfiguration
  --proto DIR            a folder of .proto files of other programs; may be given several times
  --proto-map GLOB=NAME  keys that fit GLOB (*, **, ?) hold the message of this full name; several times
  --config FILE          both in a file: proto: [DIR], protoMap: [{keys: GLOB, message: NAME}]; and what to mask
                         beyond what SECURITY.md lists: mask: [{keys: GLOB, path: a.b[*].c}], whole values without path
`;

const usages: Readonly<Record<string, string>> = {
  serve: `etcdscope: explore what a cluster keeps in etcd.

  etcdscope [serve] [options]     serve the web app
  etcdscope ls [PREFIX]           the children of a prefix, with their counts
  etcdscope get KEY               one value, decoded
  etcdscope search PATTERN        the keys that a pattern finds
  etcdscope cluster               members, space, alarms and leases
  etcdscope decode [FILE|-]       decode one stored value, or lines of them
  etcdscope check                 try to reach etcd, step by step

Serving
  --host HOST            listen there; 127.0.0.1 when not given
  --port PORT            8379 when not given; 0 takes any free one
  --allow-host NAME      also answer under this NAME or NAME:PORT, as a tunnel or a proxy calls it
  --no-reveal            never reveal what is hidden; or ETCDSCOPE_NO_REVEAL=true, or noReveal: true in --config
  --no-mask              show secrets to anyone who can connect; or ETCDSCOPE_NO_MASK=true, or noMask: true in --config
  --open                 open the browser
  --max-index-keys N     index by itself up to so many keys, 2000000 when not given
  --max-index-db-size S  and up to a database of this size, 4GiB when not given; above, the page offers it
  --log-level LEVEL      trace, debug, info, warn, error or silent; warn on a terminal, else info
${sourceUsage}${decodingUsage}
  --help, --version      "etcdscope ls --help" explains ls, and so on

Data goes to stdout, messages to stderr. Exit code 0: done, 1: failed, 2: not understood.
`,
  ls: `etcdscope ls [PREFIX] [options]: the direct children of a prefix.

One line a child: its name, with a slash behind when keys stand under it, a tab, and how many keys it has.

  --rev N                at this revision
  --keyb BASE64URL       the prefix's bytes instead of PREFIX
${sourceUsage}`,
  search: `etcdscope search PATTERN [options]: the keys that a pattern finds, one a line, in byte order.

A key that is no text is searched and printed escaped, \\xff for a byte. How many keys fit is said on stderr.

  --mode MODE            text: as it stands; glob: *, **, ? (without a slash: any one segment); regex
  --prefix PREFIX        only keys that start so
  --limit N              at most so many keys; all when not given
  --rev N                at this revision
${sourceUsage}`,
  get: `etcdscope get KEY [options]: one value.

  --output FORM          json, yaml, fields, wire, raw or hex; json when there is a document, else raw
  --rev N                at this revision
  --keyb BASE64URL       the key's bytes instead of KEY
  --reveal               do not hide what is secret
${sourceUsage}${decodingUsage}`,
  cluster: `etcdscope cluster [options]: what the source tells of the cluster that its keys are of.

One line each, with tabs between: cluster, revision, alarm, member, lease, and unknown for what could not be learned. Of
a snapshot it tells what the file says. Exit code 1 when no member answers.

  --output FORM          text or json; text when not given
${sourceUsage}`,
  check: `etcdscope check --endpoints URL,… [options]: try every step towards etcd, and say which one fails and why.

One line a step: endpoint, step (name, tcp, tls, login, cluster, range, watch), ok, failed or skipped, and the reason, with tabs
between. Exit code 1 when a step fails. With the sources of --config FILE the name of the source stands first; a
snapshot has the one step "file".
${sourceUsage}`,
  decode: `etcdscope decode [FILE|-] [options]: decode one stored value, read from a file or from stdin.

Nothing is hidden: the bytes are already yours. What etcdctl get prints is taken as well, with its key lines or as
-w json, protobuf, fields or --hex, a document for each key; so are JSON lines, text in UTF-16, and base64 or hex of what
an API server stores. What the input was read as is said on stderr.

  --key KEY              the key it was stored under
  --output FORM          json, yaml, fields or wire; json when there is a document
  --guess OFFSET:GUESS,… with --output wire: take the field at OFFSET (0x1c) for message, text, bytes,
                         packed-varint, packed-fixed32 or packed-fixed64
  --as READING           stored: take the bytes as they are; or read them as uint16-be, uint32-be, uint64-be, unix-s,
                         unix-ms, unix-us, unix-ns or msgpack
  --lines                read JSON lines {"key"?, "valueB64"}; write, in order,
                         {"apiVersion", "kind", "encoding", "json", "error"?}
${decodingUsage}`,
};

/** How a command is used; the whole program for what is no command. */
export function usage(name: string): string {
  return usages[name] ?? usages["serve"] ?? "";
}
