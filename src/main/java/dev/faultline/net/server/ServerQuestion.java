package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.login.Visitor;
import dev.faultline.probe.Aim.Product;

/** What one kind of server is asked. */
public sealed interface ServerQuestion permits PostgresQuestion, RedisQuestion, KafkaQuestion, AmqpQuestion {
    /** @throws Failure where the answer is not a good one */
    void ask(Dial dial) throws Failure;

    static ServerQuestion of(Product product, Cover cover, Visitor visitor) {
        return switch (product) {
            case Postgres -> new PostgresQuestion(cover, visitor);
            case Redis -> new RedisQuestion(cover, visitor);
            case Kafka -> new KafkaQuestion(cover, visitor);
            case Amqp -> new AmqpQuestion(cover, visitor);
        };
    }
}
