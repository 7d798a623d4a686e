import type { PlatformAddressRow } from "@cartwright/db";
import type { ShippingAddress } from "@cartwright/schemas";
import type { Resource } from "./json-api.ts";

/** What that platform's seeds call the United States. */
const UNITED_STATES = "224";

export function addressResource(address: PlatformAddressRow): Resource {
  return {
    type: "address",
    id: String(address.id),
    attributes: {
      firstname: address.firstname,
      lastname: address.lastname,
      company: address.company,
      address1: address.address1,
      address2: address.address2,
      city: address.city,
      zipcode: address.zipcode,
      phone: address.phone,
      alternative_phone: address.alternativePhone,
      state_name: address.stateName,
      state_id: address.stateId,
      country_id: address.countryId,
      label: address.label,
      public_metadata: address.publicMetadata,
      private_metadata: address.privateMetadata,
      created_at: address.createdAt.toISOString(),
      updated_at: address.updatedAt.toISOString(),
    },
    relationships: {
      user: () => (address.userId === null ? null : userResource(address.userId)),
    },
  };
}

/** Of an order that came through another face: as it is shipped. It has the order's id, since it is of no other. */
export function nativeAddressResource(id: string, address: ShippingAddress, createdAt: Date): Resource {
  return {
    type: "address",
    id,
    attributes: {
      firstname: address.first_name,
      lastname: address.last_name,
      company: null,
      address1: address.address_line1,
      address2: address.address_line2,
      city: address.city,
      zipcode: address.postal_code,
      phone: address.phone_number,
      alternative_phone: null,
      state_name: address.state,
      state_id: null,
      country_id: UNITED_STATES,
      label: null,
      public_metadata: {},
      private_metadata: {},
      created_at: createdAt.toISOString(),
      updated_at: createdAt.toISOString(),
    },
    relationships: { user: () => null },
  };
}

/** A user is the client's own: nothing is known of one but the id that the client gave. */
export function userResource(id: string): Resource {
  return { type: "user", id, attributes: {}, relationships: {} };
}
