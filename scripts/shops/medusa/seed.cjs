// Fills a Medusa server that has just been migrated: `medusa exec seed.cjs`. Copied into the folder of its packages;
// `module.require` because to this project `require` would lead nowhere.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- JavaScript has no types to check. */
const { ContainerRegistrationKeys, Modules, ProductStatus } = module.require("@medusajs/framework/utils");
const flows = module.require("@medusajs/medusa/core-flows");

const IN_STOCK = 10_000;

module.exports.default = async function seed({ container }) {
  const run = async (workflow, input) => (await workflow(container).run({ input })).result;
  const [salesChannel] = await run(flows.createSalesChannelsWorkflow, { salesChannelsData: [{ name: "Harbor" }] });
  const [usa, europe] = await run(flows.createRegionsWorkflow, {
    regions: [
      region("United States", "usd", ["us"]),
      // No order of ours may be paid in euros: there is one here to be refused.
      region("Europe", "eur", ["de"]),
    ],
  });
  await run(flows.createTaxRegionsWorkflow, [
    { country_code: "us", provider_id: "tp_system", default_tax_rate: { name: "Sales tax", code: "us", rate: 8.625 } },
    { country_code: "de", provider_id: "tp_system" },
  ]);
  const stockLocation = await seedShipping(container, run, salesChannel, [usa, europe]);
  const [key] = await run(flows.createApiKeysWorkflow, {
    api_keys: [{ title: "Storefront", type: "publishable", created_by: "" }],
  });
  await run(flows.linkSalesChannelsToApiKeyWorkflow, { id: key.id, add: [salesChannel.id] });
  await seedProducts(container, run, salesChannel, stockLocation);
};

const region = (name, currency, countries) => ({
  name,
  currency_code: currency,
  countries,
  payment_providers: ["pp_system_default", "pp_declining_card"],
});

async function seedShipping(container, run, salesChannel, [usa, europe]) {
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const [location] = await run(flows.createStockLocationsWorkflow, {
    locations: [{ name: "Harbor warehouse", address: { city: "Portland", country_code: "US", address_1: "" } }],
  });
  const atLocation = { [Modules.STOCK_LOCATION]: { stock_location_id: location.id } };
  await link.create({ ...atLocation, [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } });
  const [profile] = await run(flows.createShippingProfilesWorkflow, { data: [{ name: "Default", type: "default" }] });
  const set = await fulfillment.createFulfillmentSets({
    name: "Harbor delivery",
    type: "shipping",
    service_zones: [
      { name: "World", geo_zones: ["us", "de"].map((country) => ({ country_code: country, type: "country" })) },
    ],
  });
  await link.create({ ...atLocation, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } });
  const option = (name, amount) => ({
    name,
    price_type: "flat",
    provider_id: "manual_manual",
    service_zone_id: set.service_zones[0].id,
    shipping_profile_id: profile.id,
    type: { label: name, description: name, code: name.toLowerCase() },
    prices: [
      { currency_code: "usd", amount },
      { region_id: usa.id, amount },
      { region_id: europe.id, amount },
    ],
    rules: [
      { attribute: "enabled_in_store", value: "true", operator: "eq" },
      { attribute: "is_return", value: "false", operator: "eq" },
    ],
  });
  await run(flows.createShippingOptionsWorkflow, [option("Express", 15), option("Standard", 5.95)]);
  await run(flows.linkSalesChannelsToStockLocationWorkflow, { id: location.id, add: [salesChannel.id] });
  return { ...location, profileId: profile.id };
}

async function seedProducts(container, run, salesChannel, location) {
  const product = (title, handle, options, variants) => ({
    title,
    handle,
    status: ProductStatus.PUBLISHED,
    shipping_profile_id: location.profileId,
    sales_channels: [{ id: salesChannel.id }],
    options,
    variants: variants.map(({ amount, ...variant }) => ({
      ...variant,
      prices: [
        { currency_code: "usd", amount },
        { currency_code: "eur", amount },
      ],
    })),
  });
  const shirt = (size, color, amount) => ({
    title: `${size} / ${color}`,
    sku: `HT-${size[0]}-${color[0]}`,
    options: { Size: size, Color: color },
    amount,
  });
  const only = (sku, amount) => ({ title: "Default", sku, options: { Default: "Default" }, amount });
  const single = [{ title: "Default", values: ["Default"] }];
  await run(flows.createProductsWorkflow, {
    products: [
      product(
        "Harbor Tee",
        "harbor-tee",
        [
          { title: "Size", values: ["Small", "Medium", "Large"] },
          { title: "Color", values: ["Navy", "Pine"] },
        ],
        [
          shirt("Small", "Navy", 19.99),
          shirt("Medium", "Navy", 19.99),
          shirt("Large", "Navy", 21.5),
          shirt("Small", "Pine", 19.99),
          shirt("Medium", "Pine", 19.99),
        ],
      ),
      product("Walnut Organizer", "walnut-organizer", single, [only("WO-1", 34.5)]),
      product("Harbor Mug", "harbor-mug", single, [only("HM-1", 9.5)]),
      product("Last Lantern", "last-lantern", single, [only("LL-1", 12)]),
    ],
  });
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: items } = await query.graph({ entity: "inventory_item", fields: ["id", "sku"] });
  await run(flows.createInventoryLevelsWorkflow, {
    inventory_levels: items.map(({ id, sku }) => ({
      location_id: location.id,
      inventory_item_id: id,
      stocked_quantity: sku === "HT-M-P" || sku === "LL-1" ? 0 : IN_STOCK,
    })),
  });
}
