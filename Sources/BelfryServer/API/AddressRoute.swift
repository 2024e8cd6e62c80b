import HTTPTypes
import Hummingbird

/// `GET /api/v1/address`: under which URL people and A1Cron reach this server.
///
/// Commands that are run beside it do not see its arguments.
func addAddressRoute(to router: RouterGroup<BelfryRequestContext>, externalURL: String?) {
    router.get("/api/v1/address") { _, _ in try Response(json: AddressDocument(externalURL: externalURL)) }
}
