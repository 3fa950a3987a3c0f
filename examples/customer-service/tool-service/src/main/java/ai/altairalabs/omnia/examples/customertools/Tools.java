package ai.altairalabs.omnia.examples.customertools;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the four tools do. */
final class Tools {
    private final Store store;

    Tools(Store store) {
        this.store = store;
    }

    Answer lookupOrder(Arguments arguments) throws InvalidRequest, SQLException {
        String id = arguments.text("order_id");
        return store.order(id)
                .map(order -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("order_id", order.id());
                    body.put("customer_id", order.customerId());
                    body.put("item", order.item());
                    body.put("total", dollars(order.totalCents()));
                    body.put("status", order.status());
                    body.put("placed_on", order.placedOn());
                    return Answer.ok(body);
                })
                .orElseGet(() -> noSuchOrder(id));
    }

    Answer checkStatus(Arguments arguments) throws InvalidRequest, SQLException {
        String id = arguments.text("order_id");
        return store.order(id)
                .map(order -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("order_id", order.id());
                    body.put("status", order.status());
                    return Answer.ok(body);
                })
                .orElseGet(() -> noSuchOrder(id));
    }

    Answer processRefund(Arguments arguments, @Nullable String processedBy) throws InvalidRequest, SQLException {
        String orderId = arguments.text("order_id");
        long cents = arguments.cents("amount");
        String reason = arguments.optionalText("reason");
        return switch (store.refund(orderId, cents, reason, processedBy)) {
            case Store.RefundResult.Made made -> {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("refund_id", "R-" + made.id());
                body.put("order_id", orderId);
                body.put("amount", dollars(cents));
                body.put("status", "refunded");
                yield Answer.ok(body);
            }
            case Store.RefundResult.NoSuchOrder _ -> noSuchOrder(orderId);
            case Store.RefundResult.TooMuch _ ->
                Answer.error(409, "refund_exceeds_order", "the refunds of an order cannot exceed its total");
        };
    }

    Answer deleteAccount(Arguments arguments) throws InvalidRequest, SQLException {
        String customerId = arguments.text("customer_id");
        if (!store.deleteAccount(customerId)) {
            return Answer.error(404, "not_found", "there is no account `" + customerId + "`");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("customer_id", customerId);
        body.put("deleted", true);
        return Answer.ok(body);
    }

    private static Answer noSuchOrder(String id) {
        return Answer.error(404, "not_found", "there is no order `" + id + "`");
    }

    private static BigDecimal dollars(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
