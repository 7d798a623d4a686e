// A payment provider that always says no: what a declined payment leaves behind is there to be seen.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access */
const { AbstractPaymentProvider, ModuleProvider, Modules } = module.require("@medusajs/framework/utils");

class DecliningProvider extends AbstractPaymentProvider {
  static identifier = "declining";

  initiatePayment() {
    return Promise.resolve({ id: "declined", data: {} });
  }
  authorizePayment() {
    return Promise.resolve({ status: "error", data: {} });
  }
  getPaymentStatus() {
    return Promise.resolve({ status: "error", data: {} });
  }
  updatePayment({ data }) {
    return Promise.resolve({ data });
  }
  deletePayment({ data }) {
    return Promise.resolve({ data });
  }
  cancelPayment({ data }) {
    return Promise.resolve({ data });
  }
  capturePayment({ data }) {
    return Promise.resolve({ data });
  }
  refundPayment({ data }) {
    return Promise.resolve({ data });
  }
  retrievePayment({ data }) {
    return Promise.resolve({ data });
  }
  getWebhookActionAndData() {
    return Promise.resolve({ action: "not_supported" });
  }
}

module.exports = ModuleProvider(Modules.PAYMENT, { services: [DecliningProvider] });
