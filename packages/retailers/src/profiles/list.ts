/** A shop system whose pages the storefront engine knows more about than what pages say by themselves. */
export interface ProfileEntry {
  name: string;
  /** Whether orders are placed at a real installation of it by this project's own tests. */
  verified: boolean;
  /** Hosts that the system's own maker runs: whoever is there runs on it. */
  hosts: readonly RegExp[];
}

// What is public knowledge of a host's name, and no more: most shops have a host of their own, which tells nothing.
const PROFILES: readonly ProfileEntry[] = [
  { name: "demo-shop", verified: true, hosts: [] },
  { name: "evershop", verified: true, hosts: [] },
  { name: "shopify", verified: false, hosts: [/\.myshopify\.com$/] },
  { name: "woocommerce", verified: false, hosts: [/\.(?:mystagingwebsite|wpcomstaging)\.com$/] },
  { name: "magento", verified: false, hosts: [/\.magentocloud\.com$/, /\.magentosite\.cloud$/] },
];

/** The profile of the platform that a worker recognised at a retailer, or that its host names give away. */
export function findProfile(retailer: {
  platform: string | undefined;
  origins: readonly string[];
}): ProfileEntry | undefined {
  const hosts = retailer.origins.map((origin) => new URL(origin).hostname);
  return (
    PROFILES.find(({ name }) => name === retailer.platform) ??
    PROFILES.find((profile) => hosts.some((host) => profile.hosts.some((form) => form.test(host))))
  );
}
