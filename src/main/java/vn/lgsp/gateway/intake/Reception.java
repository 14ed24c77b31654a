package vn.lgsp.gateway.intake;

import java.io.IOException;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.problem.Problems;

/** Shows each request the way: to a service, or to what the gateway itself tells its callers. */
@Component
class Reception {
    private final Intake intake;
    private final TransactionsDoor transactions;
    private final ServicesDoor services;
    private final BatchDoor batch;
    private final ContractPages pages;
    private final Enquiry enquiry;
    private final SoapDoor soap;
    private final XmlTongue xml;

    Reception(Intake intake, TransactionsDoor transactions, ServicesDoor services, BatchDoor batch,
            ContractPages pages, Enquiry enquiry, SoapDoor soap, XmlTongue xml) {
        this.soap = soap;
        this.xml = xml;
        this.intake = intake;
        this.transactions = transactions;
        this.services = services;
        this.batch = batch;
        this.pages = pages;
        this.enquiry = enquiry;
    }

    Answer answer(Request request) throws IOException {
        if (SoapDoor.at(request)) {
            return soap.handle(request);
        }
        var path = request.path().substring(Math.min("/api/".length(), request.path().length()));
        var slash = path.indexOf('/');
        return switch (slash < 0 ? path : path.substring(0, slash)) {
            case "transactions" -> transactions.handle(request);
            case "services", "openapi.json", "openapi.yaml" -> services.handle(request);
            case "batch" -> batch.handle(request);
            case "docs" -> pages.handle(request);
            default -> xml.said(request, intake.handle(request));
        };
    }

    /** What is said when something unforeseen happened. */
    Answer fault(Request request) {
        var fault = enquiry.problem(request, Problems.fault());
        return SoapDoor.at(request) ? soap.fault(request, fault) : xml.said(request, fault);
    }
}
