/// Numbers that only ever grow, the oldest first, any of which can leave.
struct AgeQueue: Sendable {
    private var numbers: [UInt64] = []

    var count: Int { numbers.count }
    var oldest: UInt64? { numbers.first }

    /// Adds a number above all others.
    mutating func append(_ number: UInt64) {
        numbers.append(number)
    }

    /// Takes a number out, wherever it is; nothing where it is not.
    mutating func remove(_ number: UInt64) {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        if low < numbers.count, numbers[low] == number { numbers.remove(at: low) }
    }
}
