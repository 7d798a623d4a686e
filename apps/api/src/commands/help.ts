/** `cartwright` alone, and `cartwright --help`: everything, a line each. */
export const HELP = `cartwright GROUP COMMAND …

  keys create --account NAME           make an API key, shown once     [--mode test|live] [--scopes …]
  keys list                            every key, without what opens anything
  keys limit --account NAME | --id ID  limit what an account or a key orders in a day     [--cents-per-day N] [--orders-per-day N]
  keys revoke --id ID                  end a key

  accounts list                        every account: its keys, its limits, what it ordered today
  accounts show NAME                   one account, with its keys and settings
  accounts add NAME                    make an account
  accounts limit NAME                  limit what it orders in a day     [--cents-per-day N] [--orders-per-day N]
  accounts set NAME                    platform fee, tolerance, default recipient, payment method
  accounts credit NAME CENTS           set its store credit

  users list                           who may sign in to the admin area
  users add NAME                       let somebody sign in     [--role viewer|operator|admin] [--password-file FILE]
  users password NAME                  a new password     [--password-file FILE]
  users role NAME ROLE                 what they may do there
  users disable | enable NAME          sign somebody out for good, or let them in again

  orders list                          the newest orders     [--status S] [--q TEXT] [--account NAME] [--limit N]
  orders list --needs-you              those that are in doubt or wait for a person
  orders show ID                       timeline, purchases, prices, evidence, webhooks
  orders retry ID                      order once more what failed and was not charged, as a new order
  orders resolve ID placed|not-placed  settle a doubt by what you found     --evidence TEXT [--number N] [--total DOLLARS]
  orders cancel ID                     cancel what is not past its commit point

  retailers list                       every shop that is registered
  retailers add URL                    register the shop at URL     [--driver …] [--name NAME]
  retailers set ID KEY=VALUE …         how it is paid, its limits
  retailers enable | disable ID        whether orders are taken and started
  retailers try URL                    walk one product up to the review page; buys nothing (in a working copy)
  retailers import FILE                take a recorded purchase (in a working copy)
  retailers accounts list | add | disable | free   accounts at shops, sealed
  retailers rotate-keys                seal everything anew with the first key of SEALING_KEYS

  catalogue import FILE                take suppliers from a .csv or .json file     [--dry-run]
  catalogue list | export              what is in it
  catalogue coupon add | list          coupons of the platform API
  catalogue credit | account           store credit and settings of an account

  doctor                               check what this deployment stands on, and say what to do     [--online]

  --json                               anywhere: one JSON document; a failure is {"error":{code,message,details}}
  GROUP --help                         everything about one of them

They work on the database of DATABASE_URL, else on that of the \`npm run dev\` that is running. Exit codes: 0 done, 1 failed or a fault
was found, 2 not understood. What changes something stands in the audit log, by the name of the user of this machine.
`;
