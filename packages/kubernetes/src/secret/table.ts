import { base64MarkSource } from "./base64-marks.ts";

/** A kind of object with secret fields. */
export interface SecretKind {
  readonly kind: string;
  /** The API group that the kind must be of; absent where the name alone is telling. */
  readonly group?: string;
  /** Paths of its secret fields; see {@link parsePathPattern}. `everything` hides all but what is known to be harmless. */
  readonly fields: "everything" | readonly string[];
  /** Whether its annotations, which may repeat the whole object, are secret but for the harmless ones. */
  readonly annotations?: true;
  /** Values that are no secret in those fields. */
  readonly except?: RegExp;
  /** All its members beside type and metadata, where others are secret: one flipped bit makes another name of `secret`. */
  readonly members?: readonly string[];
}

/** Values under some keys, and the paths of what is secret in them; without a path all of it. */
export interface SecretPlace {
  /** A pattern over whole keys, as in {@link compileGlob}. */
  readonly keys: string;
  readonly path?: string | undefined;
}

/** What is secret by the look of its bytes. */
export interface SecretBytes {
  readonly what: string;
  readonly source: string;
}

/** OpenShift stores a token under its hash from 4.6 on; older tokens are stored under themselves. */
const hashedToken = /^sha256~[\w-]{20,100}$/;

const tokenMembers = ["clientName", "expiresIn", "scopes", "redirectURI", "userName", "userUID"];

const dex = "dex.coreos.com";
const rancher = "management.cattle.io";
const bootstrap = "bootstrap.cluster.x-k8s.io";
const joining = ["spec.**.token", "spec.**.tlsBootstrapToken", "spec.**.passwd", "spec.**.certificateKey"];

/** Secret fields by kind. A list of these (`SecretList`) is covered with them, and so is an object inside another one. */
export const secretKinds: readonly SecretKind[] = [
  { kind: "Secret", fields: "everything" },
  {
    kind: "OAuthClient",
    fields: ["secret", "additionalSecrets[*]"],
    annotations: true,
    members: [
      "secret",
      "additionalSecrets",
      "respondWithChallenges",
      "redirectURIs",
      "grantMethod",
      "scopeRestrictions",
      "accessTokenMaxAgeSeconds",
      "accessTokenInactivityTimeoutSeconds",
    ],
  },
  {
    kind: "OAuthAccessToken",
    fields: ["authorizeToken", "refreshToken", "metadata.name", "metadata.selfLink"],
    annotations: true,
    except: hashedToken,
    members: [...tokenMembers, "authorizeToken", "refreshToken", "inactivityTimeoutSeconds"],
  },
  {
    kind: "OAuthAuthorizeToken",
    fields: ["metadata.name", "metadata.selfLink"],
    annotations: true,
    except: hashedToken,
    members: [...tokenMembers, "state", "codeChallenge", "codeChallengeMethod"],
  },
  {
    kind: "BuildConfig",
    fields: ["github", "gitlab", "bitbucket", "generic"].map((hook) => `spec.triggers[*].${hook}.secret`),
  },
  { kind: "EncryptionConfiguration", fields: ["resources[*].providers[*].*.keys[*].secret"] },
  { kind: "EncryptionConfig", fields: ["resources[*].providers[*].*.keys[*].secret"] },
  {
    kind: "Config",
    fields: [
      "users[*].user.token",
      "users[*].user.password",
      "users[*].user.client-key-data",
      "users[*].user.auth-provider.config.*",
      "users[*].user.exec.env[*].value",
    ],
  },
  { kind: "InitConfiguration", fields: ["bootstrapTokens[*].token", "certificateKey"] },
  {
    kind: "JoinConfiguration",
    fields: ["discovery.**.token", "discovery.tlsBootstrapToken", "**.certificateKey"],
  },
  { kind: "KubeadmConfig", group: bootstrap, fields: joining },
  { kind: "KubeadmConfigTemplate", group: bootstrap, fields: joining },
  { kind: "KubeadmControlPlane", fields: joining },
  { kind: "KubeadmControlPlaneTemplate", fields: joining },
  { kind: "StorageClass", group: "storage.k8s.io", fields: ["parameters.restuserkey"] },
  { kind: "BGPPeer", group: "metallb.io", fields: ["spec.password"] },
  { kind: "Token", group: rancher, fields: ["token"] },
  { kind: "User", group: rancher, fields: ["password"] },
  {
    kind: "ClusterRegistrationToken",
    group: rancher,
    fields: ["status.token", "status.*Command", "status.command", "status.manifestUrl"],
  },
  { kind: "AuthCode", group: dex, fields: ["connectorData", "metadata.name"] },
  { kind: "AuthRequest", group: dex, fields: ["connectorData", "hmac_key"] },
  { kind: "Connector", group: dex, fields: ["config"] },
  {
    kind: "DeviceRequest",
    group: dex,
    fields: ["clientSecret", "client_secret", "deviceCode", "device_code"],
  },
  { kind: "DeviceToken", group: dex, fields: ["token", "metadata.name"] },
  { kind: "OAuth2Client", group: dex, fields: ["secret"] },
  { kind: "OfflineSessions", group: dex, fields: ["connectorData"] },
  { kind: "Password", group: dex, fields: ["hash"] },
  { kind: "RefreshToken", group: dex, fields: ["token", "obsoleteToken", "connectorData"] },
  { kind: "SigningKey", group: dex, fields: ["signingKey.**"] },
];

/**
 * Where objects of a secret kind are stored: the folder under the registry. A value there that is not understood as
 * an object of that kind is hidden whole.
 */
export const secretFolders: readonly { readonly folder: string; readonly kind: string }[] = [
  { folder: "secrets", kind: "Secret" },
  { folder: "oauth/clients", kind: "OAuthClient" },
  { folder: "oauth/accesstokens", kind: "OAuthAccessToken" },
  { folder: "oauth/authorizetokens", kind: "OAuthAuthorizeToken" },
];

const consumerFields = ["key", "password", "secret", "secret_key", "private_key"];

/** Other programs' values: APISIX's keys, consumers and vaults, and the pre-shared key of flannel's IPsec. */
export const secretPlaces: readonly SecretPlace[] = [
  ...["/apisix/ssls/*", "/apisix/ssl/*"].flatMap((keys) => [
    { keys, path: "key" },
    { keys, path: "keys[*]" },
  ]),
  ...consumerFields.map((name) => ({ keys: "/apisix/consumers/**", path: `plugins.*.${name}` })),
  { keys: "/apisix/secrets/**" },
  { keys: "/coreos.com/network/config", path: "Backend.PSK" },
];

/** Objects that are told by their members instead of a kind. */
export const secretShapes: readonly {
  readonly what: string;
  /** Members by which it is known. */
  readonly members: readonly string[];
  readonly fields: readonly string[];
}[] = [
  {
    what: "a private or symmetric JSON Web Key",
    members: ["kty"],
    fields: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"],
  },
  {
    what: "Docker's configuration",
    members: ["auths"],
    fields: ["auths.*.auth", "auths.*.password", "auths.*.identitytoken", "auths.*.registrytoken"],
  },
];

/** What is secret wherever it stands: in a field, in text, and in base64 or packed in either. */
export const secretBytes: readonly SecretBytes[] = [
  { what: "a private key in PEM or SSH2", source: "-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY" },
  {
    what: "a private key of WireGuard",
    source: "(?:PrivateKey|PresharedKey) {0,8}= {0,8}[A-Za-z0-9+/]{43}=",
  },
  { what: "a private key of PuTTY", source: "PuTTY-User-Key-File-\\d" },
  { what: "a secret key of age", source: "AGE-(?:PLUGIN-[A-Z0-9-]{1,40}|SECRET-KEY(?:-PQ)?)-1[A-Z0-9]{8}" },
  {
    what: "a password hash as crypt(3) writes it",
    source:
      "\\$(?:2[abxy]?\\$\\d\\d\\$[./A-Za-z0-9]{53}|(?:apr1|1|5|6|y|gy|7)\\$[./A-Za-z0-9$=,]{24}|argon2(?:id|i|d)\\$v=)",
  },
  {
    what: "a private key in PEM, in base64 at any offset",
    source: base64MarkSource(["PRIVATE KEY", "AGE-SECRET-KEY-1"]),
  },
];
