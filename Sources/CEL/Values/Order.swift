/// How one value stands to another.
enum Order {
    case less
    case equal
    case greater
    /// NaN was involved: every comparison is false.
    case unordered

    @inline(__always)
    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }
}
