/// A page of the API's answers.
struct EmulatedPage<Element: Encodable & Sendable>: Encodable, Sendable {
    /// Which page it is.
    struct Pagination: Encodable, Sendable {
        var page: Int
        var limit: Int
        var totalItems: Int
        var totalPages: Int

        private enum CodingKeys: String, CodingKey {
            case page, limit
            case totalItems = "total_items"
            case totalPages = "total_pages"
        }
    }

    var data: [Element]
    var pagination: Pagination
}
