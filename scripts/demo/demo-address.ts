/** A place that exists: the address check knows it. */
export const DEMO_ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  address_line1: "1 Ferry Building",
  city: "San Francisco",
  state: "CA",
  postal_code: "94111",
  phone_number: "+1 415-693-5505",
  country: "US",
};
